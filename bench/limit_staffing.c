/* The limit that a compiled loop sets for Erlang C: the recursion of the loss, sixteen intervals at a time.
   Every interval counts up from one agent, as textbooks do, so its work grows with the load. */
#include <math.h>

#define LANES 16

static long first_stable(double load) { return (long)floor(load) + 1; }

static long finish(double load, double per_load, double inverse, long agents, double within, double line) {
    for (;;) {
        double spare = (double)agents - load;
        double waits = (double)agents / ((double)agents + spare * (inverse - 1.0));
        if (waits * exp(-spare * within) <= line) return agents;
        agents++;
        inverse = 1.0 + inverse * ((double)agents * per_load);
    }
}

void staff(const double *contacts, const double *aht, long count, double interval, double within_s, double line,
           long *agents) {
    double load[LANES], per_load[LANES], inverse[LANES];
    for (long start = 0; start < count; start += LANES) {
        long many = count - start < LANES ? count - start : LANES, common = 0;
        for (long i = 0; i < LANES; i++) {
            long row = start + (i < many ? i : many - 1);
            load[i] = contacts[row] * aht[row] / interval;
            per_load[i] = 1.0 / load[i];
            inverse[i] = 1.0;
            long stable = first_stable(load[i]);
            if (!i || stable < common) common = stable;
        }
        for (long n = 1; n <= common; n++)
            for (long i = 0; i < LANES; i++) inverse[i] = 1.0 + inverse[i] * ((double)n * per_load[i]);
        for (long i = 0; i < many; i++) {
            long n = common, stable = first_stable(load[i]);
            double now = inverse[i];
            while (n < stable) { n++; now = 1.0 + now * ((double)n * per_load[i]); }
            agents[start + i] = finish(load[i], per_load[i], now, n, within_s / aht[start + i], line);
        }
    }
}
