package io.vexfs.fuse;

import io.vexfs.api.MetricSample;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** A mount's metrics in JMX, as {@code io.vexfs:type=Mount,path="…"}: an attribute for each number. */
final class MetricsBean implements DynamicMBean, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.vexfs.metrics");

    private final Supplier<List<MetricSample>> samples;
    /** Null if it could not be registered. */
    private final @Nullable ObjectName name;

    /** Registers the metrics of the mount at that place; if that is not possible, the mount goes on without. */
    MetricsBean(Path mountPoint, Supplier<List<MetricSample>> samples) {
        this.samples = samples;
        name = registered(mountPoint);
    }

    private @Nullable ObjectName registered(Path mountPoint) {
        try {
            ObjectName wanted = new ObjectName("io.vexfs:type=Mount,path=" + ObjectName.quote(mountPoint.toString()));
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, wanted);
            return wanted;
        } catch (JMException failure) {
            LOGGER.log(Level.WARNING, "metrics are not shown in JMX: {0}", failure.toString());
            return null;
        }
    }

    private Map<String, Number> numbers() {
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
        MBeanAttributeInfo[] attributes = numbers().entrySet().stream()
                .map(each -> new MBeanAttributeInfo(
                        each.getKey(),
                        each.getValue() instanceof Long ? "long" : "double",
                        each.getKey(),
                        true,
                        false,
                        false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(MetricsBean.class.getName(), "Metrics of a VexFS mount", attributes, null, null, null);
    }

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
}
