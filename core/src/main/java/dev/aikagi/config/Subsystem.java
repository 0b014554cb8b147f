package dev.aikagi.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A subsystem that a client may ask for.
 *
 * @param name the name in the request
 * @param command the command with its arguments, quoted for a shell where that is needed
 */
public record Subsystem(String name, String command) {
  static final ValueType<List<Subsystem>> TYPE =
      new ValueType<>() {
        @Override
        List<Subsystem> parse(Arguments in) throws BadValueException {
          String name = in.required();
          StringBuilder command = new StringBuilder(quoted(in.required()));
          for (String argument : in.takeAll()) {
            command.append(' ').append(quoted(argument));
          }
          return List.of(new Subsystem(name, command.toString()));
        }

        @Override
        boolean overlaysByField() {
          return true;
        }

        @Override
        List<Subsystem> combine(List<Subsystem> earlier, List<Subsystem> added) {
          List<Subsystem> all = new ArrayList<>(earlier);
          for (Subsystem subsystem : added) {
            if (all.stream().noneMatch(s -> s.name.equals(subsystem.name))) {
              all.add(subsystem);
            }
          }
          return List.copyOf(all);
        }

        @Override
        void dump(String name, List<Subsystem> value, List<String> out) {
          for (Subsystem subsystem : value) {
            out.add(name + " " + subsystem.name + " " + subsystem.command);
          }
        }
      };

  /** Quotes a word so that splitting it again gives the word. */
  private static String quoted(String word) {
    StringBuilder out = new StringBuilder();
    boolean blank = word.isEmpty();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      blank |= c == ' ' || c == '\t';
      if (c == '\'' || c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return blank ? "\"" + out + "\"" : out.toString();
  }
}
