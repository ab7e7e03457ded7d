package io.samehost.bench.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps a window of messages in flight. The event loop does it alone: it sends what a batch of replies made room for, in
 * one flush, so that nothing is handed from thread to thread. All fields belong to the event loop.
 */
final class NettyLoad extends ChannelInboundHandlerAdapter implements Load {
    private final int sizeBytes;
    private final int window;
    private final long[] sentNanos;
    private final Channel channel;

    private Recording recording;
    private CompletableFuture<Void> over;
    private long endNanos;
    private long sent;
    private long received;

    /** Bytes of the reply that is on its way here; 0 between two replies. */
    private int filledBytes;

    private boolean good;

    NettyLoad(SocketAddress address, int sizeBytes, int window) throws InterruptedException {
        this.sizeBytes = sizeBytes;
        this.window = window;
        this.sentNanos = new long[window];
        this.channel = new Bootstrap()
                .group(Epoll.loop())
                .channel(Epoll.channel(address))
                .handler(this)
                .connect(address)
                .sync()
                .channel();
        if (channel instanceof SocketChannel) {
            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        }
    }

    @Override
    public void run(Recording into, long durationNanos) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            recording = into;
            over = end;
            long nowNanos = System.nanoTime();
            endNanos = nowNanos + durationNanos;
            fillWindow(nowNanos);
        });
        end.join();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // void: what goes wrong is said to exceptionCaught
    private void fillWindow(long nowNanos) {
        int allowed = (int) (window - (sent - received));
        ByteBuf messages = channel.alloc().directBuffer(allowed * sizeBytes);
        for (int i = 0; i < allowed; i++) {
            messages.setByte(i * sizeBytes, (byte) sent);
            sentNanos[(int) (sent % window)] = nowNanos;
            sent++;
        }
        messages.writerIndex(allowed * sizeBytes);
        channel.writeAndFlush(messages, channel.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        ByteBuf replies = (ByteBuf) bytes;
        long nowNanos = System.nanoTime();
        while (replies.isReadable()) {
            if (filledBytes == 0) {
                good = replies.getByte(replies.readerIndex()) == (byte) received;
            }
            int taken = Math.min(sizeBytes - filledBytes, replies.readableBytes());
            replies.skipBytes(taken);
            filledBytes += taken;
            if (filledBytes == sizeBytes) {
                filledBytes = 0;
                recording.reply(good, nowNanos - sentNanos[(int) (received++ % window)]);
            }
        }
        replies.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        long nowNanos = System.nanoTime();
        if (nowNanos - endNanos < 0) {
            if (sent - received < window) {
                fillWindow(nowNanos);
            }
        } else if (received == sent) {
            over.complete(null);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        over.completeExceptionally(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        over.completeExceptionally(new IOException("connection lost: sent=" + sent + " received=" + received));
    }
}
