package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.vexfs.testkit.mount.GuardedMount;
import io.vexfs.testkit.mount.MountFixture;
import io.vexfs.testkit.mount.Place;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Mounts a class's fixture once, gives each test a directory of its own there, cuts off tests that hang, and mounts anew
 * after those.
 */
final class MountedTests implements BeforeAllCallback, AfterAllCallback, ParameterResolver, InvocationInterceptor {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(MountedTests.class);
    /** The parameter of JUnit, or the system property, that says where mounts are made. */
    static final String DIRECTORY = "vexfs.mount.directory";

    private static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("vexfs.mount.test.seconds", 120));

    /** The mount of one class, while it is usable. */
    private static final class Shared {
        private @Nullable GuardedMount mount;
        private int places;

        Place place(MountFixture fixture, Path parent) throws Exception {
            GuardedMount open = mount;
            if (open == null) {
                open = GuardedMount.open(fixture, parent, LIMIT);
                mount = open;
            }
            GuardedMount used = open;
            String name = "t" + places++;
            return used.within("new directory of a test", () -> Place.in(used, name));
        }

        void close() throws Exception {
            GuardedMount open = mount;
            mount = null;
            if (open != null) {
                open.close();
            }
        }

        void run(String test, InvocationInterceptor.Invocation<Void> invocation) throws Throwable {
            GuardedMount open = mount;
            if (open == null) {
                throw new IllegalStateException("no mount for " + test);
            }
            Optional<Throwable> failed;
            try {
                failed = open.within(test, () -> Optional.ofNullable(catchThrowable(invocation::proceed)));
            } catch (TimeoutException hung) {
                try {
                    close();
                } catch (Exception also) {
                    hung.addSuppressed(also);
                }
                throw hung;
            }
            if (failed.isPresent()) {
                throw failed.get();
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(context.getRequiredTestClass(), new Shared());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        shared(context).close();
    }

    private static Shared shared(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(context.getRequiredTestClass(), Shared.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Place.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            Path parent = Path.of(
                    context.getConfigurationParameter(DIRECTORY).orElseGet(() -> System.getProperty("java.io.tmpdir")));
            return shared(context).place((MountFixture) context.getRequiredTestInstance(), parent);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("the fixture could not mount: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (method.getArguments().stream().noneMatch(Place.class::isInstance)) {
            invocation.proceed();
            return;
        }
        shared(context).run(context.getRequiredTestMethod().getName(), invocation);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        interceptTestMethod(invocation, method, context);
    }
}
