package io.vexfs.testkit.mount;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

/**
 * Bugs that a mount may have, each with the test of {@code MountConformance} that must find it. A bug lies in the calls:
 * {@link #in} puts it between the suite and something right.
 */
public enum SeededMountBug {
    /** None: what is wrapped must pass all the same. */
    NONE("", false),
    /** A rename is acknowledged and not done. */
    FORGETS_RENAME("rename_file_isUnderTheNewNameAlone", false),
    /** A rename leaves the old name there. */
    KEEPS_OLD_NAME("rename_file_isUnderTheNewNameAlone", false),
    /** A refused rename is acknowledged. */
    SWALLOWS_RENAME_ERROR("rename_overTheWrongKind_isRefused", false),
    /** Times are kept to the second. */
    CUTS_NANOSECONDS("times_set_areKeptToTheNanosecond", false),
    /** A new mode or name counts as a change of content. */
    TOUCHES_ON_RENAME("chmodAndRename_leaveTheTimeOfModification", false),
    /** A handle reads the same place only once, then from memory. */
    STALE_READ("read_afterAnotherHandleWrote_isNew", false),
    /** A long write loses its last byte and is acknowledged whole. */
    LOSES_LAST_BYTE("write_largeFile_readsBack", false),
    /** Appends go to where the handle is. */
    IGNORES_APPEND("append_fromSeveralHandles_losesNothing", false),
    /** A file that is made longer holds something. */
    GROWS_WITH_GARBAGE("truncate_shorterThenLonger_hasZeros", false),
    /** Zeros are written where nothing was. */
    FILLS_HOLES("hole_beforeWhatWasWritten_isZerosAndTakesNoRoom", false),
    /** An unlinked file cannot be read through the handle that it has. */
    UNLINK_BREAKS_HANDLES("unlink_openFile_livesUntilItIsClosed", false),
    /** Removing what is not there is acknowledged. */
    SWALLOWS_UNLINK_ERROR("remove_ofTheWrongKind_isRefused", false),
    /** A full directory is said to be removed. */
    SWALLOWS_RMDIR_ERROR("rmdir_withAFileInIt_isRefused", false),
    /** Making what must be new takes what is there. */
    IGNORES_EXCLUSIVE("open_flags_doWhatTheySay", false),
    /** Names that are too long are cut. */
    CUTS_LONG_NAMES("name_of255Bytes_worksAnd256IsTooLong", false),
    /** Bytes beyond ASCII become question marks in listings. */
    MANGLES_BYTES("name_ofAnyBytes_isKept", false),
    /** A hard link is a copy. */
    COPIES_FOR_LINK("link_secondName_isTheSameFile", false),
    /** The target of a symbolic link is made absolute. */
    REWRITES_SYMLINK("symlink_anyTarget_isKeptAndFollowed", false),
    /** The bits beyond 0777 are dropped. */
    DROPS_SPECIAL_BITS("chmod_anyMode_isKept", false),
    /** An attribute's flags are not looked at. */
    IGNORES_ATTRIBUTE_FLAGS("attribute_misuse_isRefused", false),
    /** A renamed file loses its attributes. */
    RENAME_LOSES_ATTRIBUTES("attribute_anyValue_isKept", false),
    /** Some names are listed twice. */
    LISTS_TWICE("list_manyFiles_givesEachOnce", false),
    /** A listing goes on by number: with each name removed meanwhile another one is left out. */
    SKIPS_AFTER_REMOVAL("list_whileFilesAreRemoved_givesTheOthersOnce", false),
    /** An open directory is listed once. */
    IGNORES_REWIND("rewind_afterChanges_showsThem", false),
    /** Everybody is root. */
    IGNORES_CALLER("file_ofAnother_isOpenedByItsMode", false),
    /** After a remount files are as old as the mount. */
    REMOUNT_LOSES_TIMES("remount_files_areAsTheyWere", false),
    /** A write goes to the file that was opened last, whoever opened it. */
    MIXES_WRITERS("randomSteps_onSeveralThreads_agreeWithTheModel", false),
    /** What cannot be read as a vector is acknowledged. */
    SWALLOWS_EINVAL("close_noVector_saysWhyAndKeepsTheBytes", true),
    /** The status always says that all is well. */
    ALWAYS_INDEXED("close_noVector_saysWhyAndKeepsTheBytes", true),
    /** A search is answered once, then from memory. */
    STALE_SEARCH("rename_vectorFile_isFoundUnderItsNewName", true),
    /** The farthest first. */
    WRONG_ORDER("json_anyRequest_isAnswered", true),
    /** A listing of neighbours has one too few. */
    ONE_TOO_FEW("directory_everyKey_isKept", true),
    /** The threshold is not looked at. */
    IGNORES_THRESHOLD("directory_everyKey_isKept", true),
    /** An unknown key is passed over. */
    TAKES_UNKNOWN_KEYS("directory_ofNoQuery_isRefused", true),
    /** A vector outlives its file's name. */
    LOSES_UNLINK("unlink_vectorFile_isGoneWithItsLastName", true),
    /** Vectors below a renamed directory keep their old paths. */
    FORGETS_DIRECTORY_RENAME("rename_directory_renamesItsVectors", true),
    /** Generated attributes are listed, so that copies carry them along. */
    LISTS_GENERATED_ATTRIBUTES("attributes_generated_areNotListed", true),
    /** Whoever asks sees what root sees. */
    SHOWS_HITS_TO_ALL("hits_thatTheCallerCannotOpen_areLeftOut", true),
    /** The last answer goes to whoever reads next. */
    MIXES_HANDLES("json_severalHandles_keepApart", true),
    /** Results of a saved query are kept. */
    STALE_RESULTS("savedQuery_whenFilesChange_isAnsweredAnew", true),
    /** After a remount the nearest vector is not found. */
    REMOUNT_LOSES_VECTOR("remount_vectors_areAsTheyWere", true);

    private final String finder;
    private final boolean ofVectors;

    SeededMountBug(String finder, boolean ofVectors) {
        this.finder = finder;
        this.ofVectors = ofVectors;
    }

    /** The method of the suite that finds this bug. */
    public String finder() {
        return finder;
    }

    /** Whether the test that finds it acts as several users, which takes root. */
    public boolean ofSeveralUsers() {
        return this == IGNORES_CALLER || this == SHOWS_HITS_TO_ALL;
    }

    /** Whether it takes a store to have it; the others a plain directory can have. */
    public boolean ofVectors() {
        return ofVectors;
    }

    /** The mount with this bug. */
    public Mounted in(Mounted right) {
        FaultyCalls fault = ofVectors ? new FaultySearches(this) : new FaultyFiles(this);
        return new Mounted() {
            @Override
            public Path point() {
                return right.point();
            }

            @Override
            public void remount() throws Exception {
                right.remount();
                fault.remounted();
            }

            @Override
            public PosixCalls calls() {
                return wrapped(fault, right.calls(), right.calls());
            }

            @Override
            public void close() throws Exception {
                right.close();
            }
        };
    }

    private static PosixCalls wrapped(FaultyCalls fault, PosixCalls right, PosixCalls root) {
        return (PosixCalls) Proxy.newProxyInstance(
                PosixCalls.class.getClassLoader(), new Class<?>[] {PosixCalls.class}, (proxy, method, args) -> {
                    Object[] given = args == null ? new Object[0] : args;
                    try {
                        switch (method.getName()) {
                            case "in" -> {
                                String below = (String) given[0];
                                return wrapped(fault, right.in(below), root.in(below));
                            }
                            case "as" -> {
                                PosixCalls other = fault.everybodyIsRoot()
                                        ? root
                                        : right.as((Integer) given[0], (Integer) given[1]);
                                return wrapped(fault, other, root);
                            }
                            default -> {
                                Object answer = fault.answer(method.getName(), given, right, root);
                                return answer == FaultyCalls.PASS ? method.invoke(right, given) : answer;
                            }
                        }
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
