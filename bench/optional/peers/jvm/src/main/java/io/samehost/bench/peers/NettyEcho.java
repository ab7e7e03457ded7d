package io.samehost.bench.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.SocketAddress;

/** Bytes echoed: what was read in one go leaves in one flush. */
final class NettyEcho extends ChannelInboundHandlerAdapter {

    /** Returns where it listens. */
    static SocketAddress serve(SocketAddress address) throws InterruptedException {
        return new ServerBootstrap()
                .group(Epoll.loop())
                .channel(Epoll.serverChannel(address))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (channel instanceof SocketChannel) {
                            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
                        }
                        channel.pipeline().addLast(new NettyEcho());
                    }
                })
                .bind(address)
                .sync()
                .channel()
                .localAddress();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // void: what goes wrong is said to exceptionCaught
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        context.write(bytes, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }
}
