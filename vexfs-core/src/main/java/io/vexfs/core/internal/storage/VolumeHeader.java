package io.vexfs.core.internal.storage;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * The header of a Chronicle Map file: text that names the classes which are instantiated when the file is opened, and
 * sizes. It is compared with the header that this JVM writes itself, the sizes aside, before Chronicle Map sees it.
 *
 * <pre>
 *  0        8               12           12 + length
 *  +--------+---------------+------------+
 *  | hash   | length: 30 of | text       |
 *  |        | 32 bits       |            |
 *  +--------+---------------+------------+
 * </pre>
 */
final class VolumeHeader {
    private static final int START_BYTES = 12;
    private static final int LENGTH_MASK = 0x3fff_ffff;
    private static final int TEXT_BYTES_MAX = 1 << 16;
    private static final Pattern SIZES = Pattern.compile("(?<=: )-?\\d+(?=[,\\s])");
    private static final Pattern ONE_SEGMENT = Pattern.compile("actualSegments: 1,");
    /** What this JVM writes, by whether there is one segment: that changes the class of the hash. */
    private static final Map<Boolean, String> OWN = new ConcurrentHashMap<>();

    private VolumeHeader() {}

    /** Checks that a file's header is one that this JVM would write. */
    static void require(Path file) throws IOException {
        String text = text(file);
        boolean one = ONE_SEGMENT.matcher(text).find();
        String own = OWN.get(one);
        if (own == null) {
            own = masked(made(file, one));
            OWN.put(one, own);
        }
        String found = masked(text);
        if (!found.equals(own)) {
            int at = 0;
            while (at < Math.min(own.length(), found.length()) && own.charAt(at) == found.charAt(at)) {
                at++;
            }
            throw new CorruptStoreException(
                    file, START_BYTES, "the header '" + excerpt(own, at) + "'", "'" + excerpt(found, at) + "'");
        }
    }

    private static String text(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] start = new byte[START_BYTES];
            long size = in.length();
            if (size < START_BYTES) {
                throw new CorruptStoreException(file, 0, "a header of " + START_BYTES + " bytes", size + " bytes");
            }
            in.readFully(start);
            int length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(8) & LENGTH_MASK;
            int lengthMax = (int) Math.min(TEXT_BYTES_MAX, size - START_BYTES);
            if (length > lengthMax) {
                throw new CorruptStoreException(
                        file, 8, "a header of at most " + lengthMax + " bytes", String.valueOf(length));
            }
            byte[] text = new byte[length];
            in.readFully(text);
            return new String(text, StandardCharsets.ISO_8859_1);
        }
    }

    private static String masked(String text) {
        return SIZES.matcher(text).replaceAll("N");
    }

    /** Some of a text before and behind the place where it differs. */
    private static String excerpt(String text, int at) {
        String part = text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 40));
        return part.replaceAll("[^ -~]+", " ").strip();
    }

    /** The header of a small map that is made beside the file, and deleted. */
    private static String made(Path file, boolean oneSegment) throws IOException {
        Path sample = Files.createTempFile(Disk.parent(file), "header", ".tmp");
        try (ChronicleMap<byte[], byte[]> map =
                TableVolume.createPersisted(sample, new VolumeShape(64, oneSegment ? 1 : 2, 64, 64))) {
            return text(map.file().toPath());
        } finally {
            Files.delete(sample);
        }
    }
}
