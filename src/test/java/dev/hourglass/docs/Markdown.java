package dev.hourglass.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, as far as tests read it.
 *
 * @param path from the repository's root
 * @param text everything outside fenced blocks
 * @param blocks the fenced blocks
 */
record Markdown(Path path, String text, List<Block> blocks) {
    private static final String FENCE = "```";
    private static final Pattern HEADING = Pattern.compile("^#+ +(.+)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK =
            Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");

    /**
     * A fenced block.
     *
     * @param language what follows the opening fence: {@code sh}
     * @param code without the fences
     */
    record Block(String language, String code) {}

    /** All pages: those in the root and those in docs/. */
    static List<Markdown> pages() {
        return Stream.of(Path.of(""), Path.of("docs"))
                .flatMap(folder -> list(folder).stream())
                .map(Markdown::read)
                .toList();
    }

    static Markdown read(Path path) {
        StringBuilder text = new StringBuilder();
        List<Block> blocks = new ArrayList<>();
        StringBuilder code = null;
        String language = null;
        for (String line : lines(path)) {
            if (!line.startsWith(FENCE)) {
                (code == null ? text : code).append(line).append('\n');
            } else if (code == null) {
                code = new StringBuilder();
                language = line.substring(FENCE.length()).strip();
            } else {
                blocks.add(new Block(language, code.toString()));
                code = null;
            }
        }
        if (code != null) {
            throw new IllegalArgumentException(path + " ends within a fenced block");
        }
        return new Markdown(path, text.toString(), List.copyOf(blocks));
    }

    /** The code of the blocks of a language. */
    List<String> code(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .map(Block::code)
                .toList();
    }

    /** The code spans within the text. */
    List<String> spans() {
        return CODE.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** Where links and images point to, code spans left out. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        Matcher matcher = LINK.matcher(CODE.matcher(text).replaceAll(""));
        while (matcher.find()) {
            links.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return links;
    }

    /** The anchors of the headings, in the form that GitHub gives them. */
    List<String> anchors() {
        return HEADING.matcher(text)
                .results()
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
