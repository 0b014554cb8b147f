package dev.aikagi.tools.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The document with an entry for each reason that the catalogue explains. Its sections name the
 * decisions that they are about, in a comment; between that one and the next are their entries.
 */
final class Troubleshooting {
  private static final Pattern SECTION =
      Pattern.compile(
          "(<!-- reasons: ([a-z -]+) -->\n).*?(<!-- end of reasons -->)", Pattern.DOTALL);
  private static final Pattern CONTENTS =
      Pattern.compile("(<!-- contents -->\n).*?(<!-- end of contents -->)", Pattern.DOTALL);
  private static final Pattern PLACE = Pattern.compile("^\\{[a-z]+}(:\\{line})?: ");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");
  private static final String MARKUP = "\\`*_~<>[]|";

  private final Map<String, String> texts;
  private final Labels labels;
  private final Set<String> done = new LinkedHashSet<>();

  /** What the document calls the parts of an entry. */
  record Labels(String see, String why, String mend, String what) {
    static final Labels ENGLISH = new Labels("You see", "Why", "What mends it", "What it can be");
    static final Labels JAPANESE = new Labels("見えるもの", "理由", "対処", "考えられる問題");
  }

  Troubleshooting(Catalogue catalogue, Labels labels) {
    this.texts = catalogue.texts();
    this.labels = labels;
  }

  /** The document with what the catalogue says now. */
  String renewed(String document) {
    String sections =
        SECTION
            .matcher(document)
            .replaceAll(m -> Matcher.quoteReplacement(m.group(1) + entries(m) + m.group(3)));
    return CONTENTS
        .matcher(sections)
        .replaceAll(m -> Matcher.quoteReplacement(m.group(1) + contents() + m.group(2)));
  }

  /** The codes that have no place in the document that was renewed last. */
  Set<String> missing() {
    Set<String> codes = new LinkedHashSet<>(explained());
    codes.removeAll(done);
    return codes;
  }

  private List<String> explained() {
    return texts.keySet().stream()
        .filter(key -> key.endsWith(".see"))
        .map(key -> key.substring(0, key.length() - ".see".length()))
        .toList();
  }

  private String entries(MatchResult section) {
    StringBuilder out = new StringBuilder();
    for (String decision : section.group(2).split(" ", -1)) {
      for (String code : explained()) {
        if (code.startsWith(decision + ".") && done.add(code)) {
          out.append(entry(code));
        }
      }
    }
    return out.append('\n').toString();
  }

  private String entry(String code) {
    return "\n<a id=\"%s\"></a>\n### %s\n\n".formatted(code, heading(code))
        + "- **%s:** %s\n".formatted(labels.see(), markdown(text(code, "see")))
        + "- **%s:** %s\n".formatted(labels.why(), markdown(text(code, "why")))
        + "- **%s:** %s\n".formatted(labels.mend(), markdown(text(code, "mend")));
  }

  private String heading(String code) {
    String name = texts.get(code + ".name");
    return markdown(name == null ? PLACE.matcher(text(code, "title")).replaceFirst("") : name);
  }

  private String text(String code, String part) {
    return texts.getOrDefault(code + "." + part, "");
  }

  /** By what is seen, which several can be the cause of. */
  private String contents() {
    Map<String, List<String>> bySight = new LinkedHashMap<>();
    for (String code : done) {
      bySight
          .computeIfAbsent(text(code, "see"), _ -> new ArrayList<>())
          .add("[%s](#%s)".formatted(heading(code), code));
    }
    StringBuilder out = new StringBuilder();
    out.append("\n| %s | %s |\n|---|---|\n".formatted(labels.see(), labels.what()));
    bySight.forEach(
        (see, links) ->
            out.append("| %s | %s |\n".formatted(markdown(see), String.join("<br>", links))));
    return out.append('\n').toString();
  }

  /** What is between backquotes stays as it is; a placeholder is its name. */
  static String markdown(String text) {
    List<String> parts = new ArrayList<>(Arrays.asList(text.split("`", -1)));
    for (int i = 0; i < parts.size(); i++) {
      parts.set(i, i % 2 == 1 ? "`" + parts.get(i) + "`" : escaped(parts.get(i)));
    }
    return String.join("", parts);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (MARKUP.indexOf(text.charAt(i)) >= 0) {
        out.append('\\');
      }
      out.append(text.charAt(i));
    }
    return PLACEHOLDER.matcher(out).replaceAll("*$1*");
  }
}
