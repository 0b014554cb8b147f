package dev.aikagi.agent;

/** Hears what an agent does, on the thread that does it; several at a time. */
@FunctionalInterface
public interface AgentObserver {
  AgentObserver SILENT = event -> {};

  void happened(AgentEvent event);
}
