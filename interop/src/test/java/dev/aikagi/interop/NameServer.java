package dev.aikagi.interop;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A name server with one zone, as a program of its own, since it runs in a network namespace where
 * nothing else is. It says of all answers that they are secure, or of none.
 */
final class NameServer {
  private NameServer() {}

  /** Takes the file of the zone, and "secure" or "insecure"; says "ready" when it is. */
  public static void main(String[] args) throws Exception {
    List<Record> zone = new ArrayList<>();
    try (Master file = new Master(args[0], Name.root, 60)) {
      for (Record r = file.nextRecord(); r != null; r = file.nextRecord()) {
        zone.add(r);
      }
    }
    boolean secure = args[1].equals("secure");
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53))) {
      System.out.println("ready");
      System.out.flush();
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        byte[] reply = reply(zone, new Message(ByteBuffer.wrap(packet.getData())), secure).toWire();
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    }
  }

  private static Message reply(List<Record> zone, Message query, boolean secure) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    if (secure) {
      reply.getHeader().setFlag(Flags.AD);
    }
    Record question = query.getQuestion();
    reply.addRecord(question, Section.QUESTION);
    for (Record r : zone) {
      if (r.getName().equals(question.getName())
          && r.getType() == question.getType()
          && r.getDClass() == DClass.IN) {
        reply.addRecord(r, Section.ANSWER);
      }
    }
    if (question.getType() != Type.SSHFP) {
      reply.getHeader().unsetFlag(Flags.AD);
    }
    return reply;
  }
}
