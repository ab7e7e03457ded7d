/* The lecture's server, at a port that the system picks and the first line of stdout tells. */
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 10

int main(void) {
    struct addrinfo hints, *servinfo, *p;
    struct sockaddr_storage addr;
    socklen_t size = sizeof addr;
    int sockfd = -1, new_fd, yes = 1;

    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    if (getaddrinfo(NULL, "0", &hints, &servinfo) != 0) return 1;
    for (p = servinfo; p != NULL; p = p->ai_next) {
        if ((sockfd = socket(p->ai_family, p->ai_socktype, p->ai_protocol)) == -1) continue;
        setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (bind(sockfd, p->ai_addr, p->ai_addrlen) == 0) break;
        close(sockfd);
    }
    if (p == NULL || listen(sockfd, BACKLOG) == -1) return 1;
    freeaddrinfo(servinfo);
    getsockname(sockfd, (struct sockaddr *)&addr, &size);
    /* Both families have the port at the same place. */
    printf("listening tcp:localhost:%d\n", ntohs(((struct sockaddr_in *)&addr)->sin_port));
    fflush(stdout);
    signal(SIGCHLD, SIG_IGN);
    while (1) {
        if ((new_fd = accept(sockfd, NULL, NULL)) == -1) continue;
        if (!fork()) {
            close(sockfd);
            if (send(new_fd, "Hello, world!", 13, 0) == -1) perror("send");
            close(new_fd);
            exit(0);
        }
        close(new_fd);
    }
}
