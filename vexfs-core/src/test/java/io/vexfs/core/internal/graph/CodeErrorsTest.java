package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.MetricKernel;
import org.junit.jupiter.api.Test;

class CodeErrorsTest {
    private final CodeErrors errors = new CodeErrors(new MetricKernel(DistanceMetric.L2, Kernels.active()));
    private final TopKeys top = new TopKeys();

    @Test
    void beyond_fewMeasured_isFalse() {
        top.reset(1);
        top.add(Keys.key(1, 1));
        errors.begin(new float[1], 0);
        errors.add(new float[] {1, 2}, new float[] {1, 2}, 2);
        assertThat(errors.beyond(1e9f, top)).isFalse();
    }

    @Test
    void beyond_fewerThanWanted_isFalse() {
        measure(0, 1);
        top.reset(CodeErrors.GROUP + 1);
        for (int i = 0; i < CodeErrors.GROUP; i++) {
            top.add(Keys.key(i, i));
        }
        assertThat(errors.beyond(1e9f, top)).isFalse();
    }

    @Test
    void beyond_errorsOfOneAroundTwo_isTrueThreeBehindTheBound() {
        measure(2, 1);
        top.reset(3);
        for (int i = 0; i < 10; i++) {
            top.add(Keys.key(100 + i, i));
        }
        // The third is at 102; exact scores are 2 above those by codes on average, give or take 1.
        assertThat(errors.beyond(102.9f, top)).isFalse();
        assertThat(errors.beyond(103.1f, top)).isTrue();
    }

    @Test
    void begin_afterSomeMeasured_forgetsThem() {
        measure(0, 1);
        errors.begin(new float[1], 0);
        top.reset(1);
        top.add(Keys.key(1, 1));
        assertThat(errors.beyond(1e9f, top)).isFalse();
    }

    @Test
    void beyond_errorsAsOfNearDuplicates_isFalse() {
        measure(2, 1);
        top.reset(1);
        top.add(Keys.key(100, 1));
        assertThat(errors.beyond(1e9f, top)).isTrue();
        // Steps by which codes must err twice as much and more, at a distance of ten.
        errors.begin(new float[1], 0.4f);
        measured(2, 1);
        assertThat(errors.beyond(1e9f, top)).isFalse();
    }

    private void measure(float mean, float deviation) {
        errors.begin(new float[1], 0);
        measured(mean, deviation);
    }

    private void measured(float mean, float deviation) {
        float[] estimates = new float[CodeErrors.GROUP];
        float[] exact = new float[CodeErrors.GROUP];
        for (int i = 0; i < exact.length; i++) {
            estimates[i] = i;
            exact[i] = i + mean + (i % 2 == 0 ? deviation : -deviation);
        }
        errors.add(estimates, exact, exact.length);
    }
}
