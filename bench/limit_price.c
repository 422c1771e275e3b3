/* The practical limit of pricing: the arithmetic of calc.month for the quotes of bench/pricing_task.py and
   nothing else, compiled for this processor. Every line is rounded to the cent where the engine rounds it.
   One row of W parameters for each vendor and contract year; scenarios are the inner loop. */
#include <math.h>

#define W 40
#define BLOCK 512
#define NUDGE (1.0 + 0x1p-45)
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define MIN(a, b) ((a) < (b) ? (a) : (b))

static inline double cents(double x) { return rint(x * (100.0 * NUDGE)) * 0.01; }

static inline double base(int model, const double *q, double c, double seats) {
  switch (model) {
    case 0: case 1: return seats * q[1];
    case 2: {
      double fee = c * q[7];
      for (int b = 0; b < 3; b++) fee += MAX(c - q[4 + b], 0.0) * (q[8 + b] - q[7 + b]);
      return fee;
    }
    case 3: {
      double p = q[10];
      p = c <= q[6] ? q[9] : p; p = c <= q[5] ? q[8] : p; p = c <= q[4] ? q[7] : p;
      return c * p;
    }
    case 4: return c * q[13] / 60.0 * q[1];
    case 5: return c * q[1] + q[2];
    default: return MAX(c - q[3], 0.0) * q[1] + q[2];
  }
}

static inline __attribute__((always_inline)) void vendor(
    int model, const double *row, const double *volume, const double *promotion, const double *repeat,
    const double *conversion, const double *slope, long scenarios, long start, int size, const int *horizons,
    int count, double *out, long stride) {
  double sum[BLOCK], surge[BLOCK], again[BLOCK], sold[BLOCK];
  for (int s = 0; s < size; s++) {
    sum[s] = 0; surge[s] = 0;
    again[s] = 1.0 + row[15] * repeat[start + s];
    sold[s] = MIN(row[17] * conversion[start + s], 1.0) * row[18];
  }
  int h = 0;
  for (int m = 0; m < horizons[count - 1]; m++) {
    const double *q = row + (m / 12) * W;
    const double *v = volume + (long)m * scenarios + start, *p = promotion + (long)m * scenarios + start;
    double once = q[22] + (m == 0 ? q[24] + cents(q[12] * q[21]) : 0.0), own = q[29] + (m == 0 ? q[30] : 0.0);
    int last = m + 1 == horizons[h];
    double *to = out + (long)h * stride + start;
    for (int s = 0; s < size; s++) {
      double c = rint(v[s] * again[s] / q[16] * NUDGE);
      double need = ceil(c * q[13] / q[14] * (1.0 - 0x1p-45));
      double extra = MAX(need - q[12], 0.0), heads = MAX(extra - surge[s], 0.0);
      surge[s] = extra;
      double fee = base(model, q, c, q[12]), charged = cents(fee);
      double net = charged + MAX(q[11] - charged, 0.0) + once;
      if (model == 1) net += cents(v[s] * sold[s]);
      net += cents(extra * q[19]) + cents(p[s] * q[20]) + cents(heads * q[21]);
      net += cents((extra + q[12]) * q[23]) + cents(fee * q[25]);
      if (last) {
        double leaving = net + q[27];
        to[s] = sum[s] + leaving + cents(leaving * q[26]) + own + cents(slope[start + s] * q[28]) * (m + 1);
      }
      sum[s] += net + cents(net * q[26]) + own;
    }
    if (last) h++;
  }
}

/* rows [vendors x years x W], volume and promotion [months x scenarios], out [vendors x horizons x scenarios] */
void price(const double *rows, int vendors, int years, const double *volume, const double *promotion,
           const double *repeat, const double *conversion, const double *slope, long scenarios,
           const int *horizons, int count, double *out) {
  for (long start = 0; start < scenarios; start += BLOCK) {
    int size = scenarios - start < BLOCK ? (int)(scenarios - start) : BLOCK;
    for (int k = 0; k < vendors; k++) {
      const double *row = rows + (long)k * years * W;
      double *to = out + (long)k * count * scenarios;
#define RUN(n) case n: vendor(n, row, volume, promotion, repeat, conversion, slope, scenarios, start, size, \
                              horizons, count, to, scenarios); break;
      switch ((int)row[0]) { RUN(0) RUN(1) RUN(2) RUN(3) RUN(4) RUN(5) default: RUN(6) }
#undef RUN
    }
  }
}
