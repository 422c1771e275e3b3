"""The same months in thousands of drawn futures."""
