package io.vexfs.testkit.crash;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BridgeStepsTest {
    private static Bridge refusing(FuseVexfsError error) {
        return (Bridge) Proxy.newProxyInstance(
                BridgeStepsTest.class.getClassLoader(), new Class<?>[] {Bridge.class}, (bridge, method, arguments) -> {
                    throw new VexfsException(error, "refused");
                });
    }

    /** A process that went on after such an error would acknowledge steps that no store took. */
    @ParameterizedTest
    @EnumSource(names = {"SYNC_ERROR", "NO_SPACE", "READ_ONLY"})
    void take_theDiskFailed_isNoStepThatWasTaken(FuseVexfsError error) {
        for (int step = 0; step < 50; step++) {
            int number = step;
            assertThatThrownBy(() -> BridgeSteps.take(refusing(error), 1, number))
                    .isInstanceOf(VexfsException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_VECTOR", "ALREADY_EXISTS", "VECTOR_NOT_FOUND"})
    void take_theStepIsRefused_changesNothing(FuseVexfsError error) {
        for (int step = 0; step < 50; step++) {
            int number = step;
            assertThatCode(() -> BridgeSteps.take(refusing(error), 1, number)).doesNotThrowAnyException();
        }
    }
}
