package io.vexfs.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that mount: they are skipped, with the reason in the log, only where the kernel gives no
 * {@code /dev/fuse}. A missing libfuse is a failure, not a reason to skip.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FuseCondition.class)
public @interface RequiresFuse {}
