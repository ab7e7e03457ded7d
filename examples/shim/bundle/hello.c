/* The one program of the container: gcc -static -o rootfs/hello hello.c. With an argument it stays until it is killed. */
#include <stdio.h>
#include <unistd.h>

int main(int count, char **words) {
    (void)words;
    puts("Hello from a container!");
    fputs("This is its stderr.\n", stderr);
    fflush(stdout);
    if (count > 1) {
        pause();
    }
    return 7;
}
