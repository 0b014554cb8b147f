package dev.aikagi.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that lines have set so far, each with the lines that it comes from. */
final class Values {
  /** A value that is set. */
  private record Slot(Object value, List<Position> positions) {}

  private final IdentityHashMap<Keyword<?>, Slot> slots = new IdentityHashMap<>();

  Values copy() {
    Values copy = new Values();
    copy.slots.putAll(slots);
    return copy;
  }

  boolean isSet(Keyword<?> keyword) {
    return slots.containsKey(keyword);
  }

  /**
   * Takes a line's value in, by the keyword's rule; whether the line stands in a block that
   * applies.
   */
  <T> void add(Keyword<T> keyword, T value, Position position, boolean active) {
    Slot earlier = slots.get(keyword);
    switch (keyword.merge()) {
      case FIRST -> {
        if (active && earlier == null) {
          set(keyword, value, position);
        }
      }
      case FIRST_ANYWHERE -> {
        if (earlier == null) {
          set(keyword, value, position);
        }
      }
      case LAST -> {
        if (active) {
          set(keyword, value, position);
        }
      }
      case LAST_ANYWHERE -> set(keyword, value, position);
      case ADD -> {
        if (active) {
          combine(keyword, earlier, value, position);
        }
      }
    }
  }

  private <T> void combine(Keyword<T> keyword, @Nullable Slot earlier, T value, Position position) {
    if (earlier == null) {
      // Through combine even so: a first SendEnv line may take away what it has just added.
      set(keyword, keyword.type().combine(empty(value), value), position);
      return;
    }
    List<Position> positions = new ArrayList<>(earlier.positions);
    positions.add(position);
    T sum = keyword.type().combine(valueIn(keyword, earlier), value);
    slots.put(keyword, new Slot(sum, List.copyOf(positions)));
  }

  @SuppressWarnings("unchecked")
  private static <T> T empty(T like) {
    return like instanceof List<?> ? (T) List.of() : like;
  }

  <T> void set(Keyword<T> keyword, T value, Position position) {
    slots.put(keyword, new Slot(value, List.of(position)));
  }

  void unset(Keyword<?> keyword) {
    slots.remove(keyword);
  }

  /** Values that are set here win over those in the other set, as a Match block's do. */
  Values over(Values global) {
    Values all = global.copy();
    for (Map.Entry<Keyword<?>, Slot> entry : slots.entrySet()) {
      Keyword<?> keyword = entry.getKey();
      if (keyword.scope() == Scope.MATCH) {
        all.slots.put(keyword, overlaid(keyword, entry.getValue(), global.slots.get(keyword)));
      }
    }
    return all;
  }

  private static Slot overlaid(Keyword<?> keyword, Slot match, @Nullable Slot global) {
    return keyword.type().overlaysByField() && global != null
        ? combined(keyword, match, global)
        : match;
  }

  private static <T> Slot combined(Keyword<T> keyword, Slot match, Slot global) {
    T value = keyword.type().combine(valueIn(keyword, match), valueIn(keyword, global));
    return new Slot(value, Words.joined(match.positions, global.positions));
  }

  /** The value, or the keyword's fallback. */
  <T> T value(Keyword<T> keyword) {
    Slot slot = slots.get(keyword);
    return slot == null ? keyword.fallback() : valueIn(keyword, slot);
  }

  /** Slots are filled only by set, with a value of the keyword's own type. */
  @SuppressWarnings({"unchecked", "UnusedVariable"})
  private static <T> T valueIn(Keyword<T> keyword, Slot slot) {
    return (T) slot.value;
  }

  /** The lines that a value comes from; none for a fallback. */
  List<Position> positions(Keyword<?> keyword) {
    Slot slot = slots.get(keyword);
    return slot == null ? List.of() : slot.positions;
  }

  /** Adds the lines that a dump prints for this keyword. */
  <T> void dump(Keyword<T> keyword, List<String> out) {
    keyword.dump(value(keyword), out);
  }
}
