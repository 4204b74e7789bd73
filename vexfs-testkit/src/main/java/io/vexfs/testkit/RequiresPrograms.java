package io.vexfs.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks tests that call programs of this machine: they are skipped, with the reason in the log, where one is missing. */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProgramsCondition.class)
public @interface RequiresPrograms {
    /** Their names, as a shell would find them. */
    String[] value();
}
