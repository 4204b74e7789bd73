package io.vexfs.api;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Metrics in JMX, as {@code io.vexfs:type=Store,path="…"} or {@code type=Mount}: an attribute for each number. What is asked
 * within {@value #FRESH_MILLIS} ms is answered by one look, since consoles ask for one attribute at a time.
 *
 * <pre>{@code
 * JmxMetrics metrics = JmxMetrics.register("Store", directory, bridge::metrics);
 * }</pre>
 */
public final class JmxMetrics implements AutoCloseable {
    /** How long a look serves. */
    static final int FRESH_MILLIS = 500;

    private static final System.Logger LOGGER = System.getLogger("io.vexfs.metrics");

    /** Null if it could not be registered. */
    private final @Nullable ObjectName name;

    private JmxMetrics(@Nullable ObjectName name) {
        this.name = name;
    }

    /**
     * Registers what is measured of something at a place; if the name is taken, that is logged and nothing else happens.
     *
     * @param type of what: {@code Store}, {@code Mount}
     * @param samples asked on the thread that asks JMX
     */
    public static JmxMetrics register(String type, Path place, Supplier<List<MetricSample>> samples) {
        try {
            ObjectName wanted = new ObjectName("io.vexfs:type=" + type + ",path=" + ObjectName.quote(place.toString()));
            ManagementFactory.getPlatformMBeanServer().registerMBean(new Numbers(samples), wanted);
            return new JmxMetrics(wanted);
        } catch (JMException failure) {
            LOGGER.log(Level.WARNING, "metrics are not shown in JMX: {0}", failure.toString());
            return new JmxMetrics(null);
        }
    }

    /** Takes the name back; idempotent. */
    @Override
    public void close() {
        if (name == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException gone) {
            LOGGER.log(Level.DEBUG, gone.toString());
        }
    }

    /** The attributes. */
    private static final class Numbers implements DynamicMBean {
        private final Supplier<List<MetricSample>> samples;
        private Map<String, Number> known = Map.of();
        private long lookedAt;

        Numbers(Supplier<List<MetricSample>> samples) {
            this.samples = samples;
        }

        private synchronized Map<String, Number> numbers() {
            long now = System.nanoTime();
            if (known.isEmpty() || now - lookedAt > TimeUnit.MILLISECONDS.toNanos(FRESH_MILLIS)) {
                known = look();
                lookedAt = now;
            }
            return known;
        }

        private Map<String, Number> look() {
            Map<String, Number> numbers = new TreeMap<>();
            for (MetricSample sample : samples.get()) {
                if (sample instanceof MetricSample.Counter counter) {
                    numbers.put(counter.name(), counter.count());
                } else if (sample instanceof MetricSample.Gauge gauge) {
                    numbers.put(gauge.name(), gauge.value());
                } else if (sample instanceof MetricSample.Timer timer) {
                    numbers.put(timer.name() + ".count", timer.count());
                    numbers.put(timer.name() + ".perSecond", timer.perSecond());
                    numbers.put(timer.name() + ".mean", timer.meanNanos());
                    numbers.put(timer.name() + ".max", timer.maxNanos());
                    numbers.put(timer.name() + ".p50", timer.p50Nanos());
                    numbers.put(timer.name() + ".p95", timer.p95Nanos());
                    numbers.put(timer.name() + ".p99", timer.p99Nanos());
                    numbers.put(timer.name() + ".p999", timer.p999Nanos());
                }
            }
            return numbers;
        }

        @Override
        public Object getAttribute(String attribute) throws AttributeNotFoundException {
            Number number = numbers().get(attribute);
            if (number == null) {
                throw new AttributeNotFoundException("no metric " + attribute);
            }
            return number;
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            Map<String, Number> numbers = numbers();
            AttributeList list = new AttributeList();
            for (String attribute : attributes) {
                Number number = numbers.get(attribute);
                if (number != null) {
                    list.add(new Attribute(attribute, number));
                }
            }
            return list;
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException("metrics cannot be set");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String action, Object[] parameters, String[] signature) {
            throw new UnsupportedOperationException("metrics have no operations");
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            // Asked when it is registered, with numbers that are old when somebody comes.
            MBeanAttributeInfo[] attributes = look().entrySet().stream()
                    .map(each -> new MBeanAttributeInfo(
                            each.getKey(),
                            each.getValue() instanceof Long ? "long" : "double",
                            each.getKey(),
                            true,
                            false,
                            false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(JmxMetrics.class.getName(), "Metrics of VexFS", attributes, null, null, null);
        }
    }
}
