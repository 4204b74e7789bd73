package io.vexfs.testkit.mount;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bugs that files of vectors and searches by files can have. */
final class FaultySearches extends FaultyCalls {
    private static final Pattern HIT = Pattern.compile("\\{\"id\":.*?\"metadata\":\\{[^}]*\\}\\}");
    private static final Pattern K = Pattern.compile("k=(\\d+)");
    private static final byte[] INDEXED = "indexed".getBytes(StandardCharsets.US_ASCII);

    private final SeededMountBug bug;
    /** What was asked last through a handle of the search file. */
    private final Map<Integer, String> requests = new HashMap<>();
    /** Paths of open files. */
    private final Map<Integer, String> paths = new HashMap<>();
    /** What was answered first. */
    private final Map<String, byte[]> answers = new HashMap<>();
    /** Names that an open listing of neighbours still has. */
    private final Map<Long, List<String>> listings = new HashMap<>();

    private final Map<String, String> renamed = new HashMap<>();
    private byte[] lastAnswer = new byte[0];
    private int lastReader = -1;
    private boolean remounted;

    FaultySearches(SeededMountBug bug) {
        this.bug = bug;
    }

    @Override
    void remounted() {
        remounted = true;
    }

    @Override
    synchronized Object answer(String call, Object[] args, PosixCalls right, PosixCalls root) {
        return switch (call) {
            case "open" -> {
                int open = right.open((String) args[0], (Integer) args[1], (Integer) args[2]);
                paths.put(open, (String) args[0]);
                requests.remove(open);
                yield open;
            }
            case "close" -> bug == SeededMountBug.SWALLOWS_EINVAL ? closed((Integer) args[0], right) : PASS;
            case "write" -> {
                requests.put((Integer) args[0], new String((byte[]) args[1], StandardCharsets.UTF_8));
                yield PASS;
            }
            case "read" ->
                requests.containsKey((Integer) args[0]) ? read((Integer) args[0], (byte[]) args[1], right) : PASS;
            case "readAt" ->
                bug == SeededMountBug.STALE_RESULTS
                        ? results((Integer) args[0], (byte[]) args[1], (Long) args[2], right)
                        : PASS;
            case "attribute" ->
                bug == SeededMountBug.ALWAYS_INDEXED && args[1].equals("user.vexfs.status") ? INDEXED : PASS;
            case "attributes" ->
                bug == SeededMountBug.LISTS_GENERATED_ATTRIBUTES ? more(right.attributes((String) args[0])) : PASS;
            case "unlink" -> bug == SeededMountBug.LOSES_UNLINK && ((String) args[0]).endsWith(".vec") ? DONE : PASS;
            case "rename" -> {
                renamed.put((String) args[1], (String) args[0]);
                yield PASS;
            }
            case "openDirectory" -> openDirectory((String) args[0], right, root);
            case "nextName" -> nextName((Long) args[0]);
            default -> PASS;
        };
    }

    private static Object closed(int open, PosixCalls right) {
        try {
            right.close(open);
        } catch (PosixException refusal) {
            return DONE;
        }
        return DONE;
    }

    private static List<String> more(List<String> names) {
        List<String> all = new ArrayList<>(names);
        all.add("user.vexfs.status");
        return all;
    }

    private int read(int open, byte[] into, PosixCalls right) {
        String request = requests.getOrDefault(open, "");
        byte[] buffer = new byte[into.length];
        int length = right.read(open, buffer);
        byte[] answer = Arrays.copyOf(buffer, length);
        String text = new String(answer, StandardCharsets.UTF_8);
        byte[] given =
                switch (bug) {
                    case STALE_SEARCH -> {
                        byte[] first = answers.putIfAbsent(request, answer);
                        yield first == null ? answer : first;
                    }
                    case WRONG_ORDER -> bytes(hits(text, true, 0));
                    case REMOUNT_LOSES_VECTOR -> remounted ? bytes(hits(text, false, 1)) : answer;
                    case FORGETS_DIRECTORY_RENAME -> bytes(oldPaths(text));
                    case MIXES_HANDLES -> lastReader >= 0 && lastReader != open ? lastAnswer : answer;
                    default -> answer;
                };
        lastReader = open;
        lastAnswer = answer;
        System.arraycopy(given, 0, into, 0, given.length);
        return given.length;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The answer with its hits turned around, or without the first few. */
    private static String hits(String answer, boolean reversed, int without) {
        List<String> hits = new ArrayList<>();
        Matcher hit = HIT.matcher(answer);
        int end = 0;
        while (hit.find()) {
            hits.add(hit.group());
            end = hit.end();
        }
        if (hits.isEmpty()) {
            return answer;
        }
        if (reversed) {
            Collections.reverse(hits);
        }
        return "{\"hits\":[" + String.join(",", hits.subList(without, hits.size())) + answer.substring(end);
    }

    private String oldPaths(String answer) {
        String old = answer;
        for (Map.Entry<String, String> each : renamed.entrySet()) {
            old = old.replace("/" + each.getKey() + "/", "/" + each.getValue() + "/");
        }
        return old;
    }

    private Object results(int open, byte[] into, long offset, PosixCalls right) {
        String path = paths.getOrDefault(open, "");
        if (!path.endsWith(".results") || offset > 0) {
            return PASS;
        }
        byte[] first = answers.computeIfAbsent(path, key -> {
            byte[] buffer = new byte[into.length];
            int length = right.readAt(open, buffer, 0);
            return Arrays.copyOf(buffer, length);
        });
        System.arraycopy(first, 0, into, 0, first.length);
        return first.length;
    }

    private Object openDirectory(String path, PosixCalls right, PosixCalls root) {
        if (!path.contains(".search/")) {
            return PASS;
        }
        String query =
                switch (bug) {
                    case IGNORES_THRESHOLD -> path.replaceFirst(",threshold=[^,]*", "");
                    case TAKES_UNKNOWN_KEYS -> path.replaceFirst(",speed=[^,]*", "");
                    default -> path;
                };
        if (bug == SeededMountBug.SHOWS_HITS_TO_ALL) {
            return root.openDirectory(query);
        }
        long open = right.openDirectory(query);
        Matcher k = K.matcher(path);
        if (bug == SeededMountBug.ONE_TOO_FEW && k.find()) {
            List<String> names = new ArrayList<>(Place.rest(right, open));
            if (names.size() - 2 == Integer.parseInt(k.group(1))) {
                Collections.sort(names);
                names.remove(names.size() - 1);
            }
            listings.put(open, names);
        }
        return open;
    }

    private Object nextName(long directory) {
        List<String> names = listings.get(directory);
        if (names == null) {
            return PASS;
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names.remove(0));
    }
}
