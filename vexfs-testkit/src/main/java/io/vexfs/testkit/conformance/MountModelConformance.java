package io.vexfs.testkit.conformance;

import io.vexfs.testkit.mount.Place;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mount does what a simple model does, whatever comes, from several threads; part of {@link MountConformance}. */
public interface MountModelConformance extends MountSuite {
    /** How much is tried with each seed. */
    default MountModel.Settings modelSettings() {
        MountModel.Settings usual = MountModel.Settings.DEFAULT;
        return new MountModel.Settings(
                usual.threads(),
                Integer.getInteger("vexfs.testkit.model.steps", usual.steps()),
                usual.phases(),
                usual.vectors(),
                usual.settlesWithin(),
                namesAgreeWithin(),
                usual.shortenMost());
    }

    /** Random files, directories, links, renames, attributes and searches: the same answers, and the same is seen. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void randomSteps_onSeveralThreads_agreeWithTheModel(long seed, Place place) {
        MountModel.check(place, seed, modelSettings());
    }
}
