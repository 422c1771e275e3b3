/* Places of m alternatives under k weights of n criteria, as fast as one core goes: a measure, no part of the product.

   Lanes draws at a time, in single precision: a compare of two alternatives gives -1 in each lane where it holds, and is
   subtracted from the loser's place. `second` is null for a sum; else the figure compared is first / (first + second),
   with squared weights (TOPSIS). places [m x m] by alternative; central [m x n]. */

#include <stdlib.h>
#include <string.h>

#ifdef __AVX512F__
enum { LANES = 16 };
#else
enum { LANES = 8 };
#endif
typedef float reals __attribute__((vector_size(4 * LANES)));
typedef int wholes __attribute__((vector_size(4 * LANES)));

void rank(const float *first, const float *second, const float *weights, int m, int n, long k, long *places,
          double *central)
{
    reals *value = aligned_alloc(64, sizeof(reals) * m), *weight = aligned_alloc(64, sizeof(reals) * n);
    wholes *place = aligned_alloc(64, sizeof(wholes) * m);
    for (long from = 0; from + LANES <= k; from += LANES) {
        const float *draws = weights + from * n;
        for (int c = 0; c < n; c++)
            for (int lane = 0; lane < LANES; lane++)
                weight[c][lane] = draws[lane * n + c];
        for (int a = 0; a < m; a++) {
            reals one = {0}, other = {0};
            for (int c = 0; c < n; c++) {
                reals by = second ? weight[c] * weight[c] : weight[c];
                one += by * first[a * n + c];
                if (second)
                    other += by * second[a * n + c];
            }
            value[a] = second ? one / (one + other) : one;
            place[a] = (wholes){0};
        }
        for (int a = 0; a < m; a++) {
            wholes own = place[a];
            for (int b = a + 1; b < m; b++) {
                own -= value[b] > value[a];
                place[b] -= value[a] > value[b];
            }
            place[a] = own;
        }
        for (int a = 0; a < m; a++)
            for (int lane = 0; lane < LANES; lane++) {
                places[(long)a * m + place[a][lane]]++;
                if (!place[a][lane])
                    for (int c = 0; c < n; c++)
                        central[a * n + c] += draws[lane * n + c];
            }
    }
    free(value);
    free(weight);
    free(place);
}
