/*
 * helper_time COMMAND [ARGUMENT…]
 *
 * Runs a command with its output thrown away and prints its wall time in microseconds and its peak
 * memory in KiB.  Fails, with the command's status, where the command fails.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct timespec began, ended;
	struct rusage usage;
	int status;
	pid_t child;

	if (argc < 2) {
		fprintf(stderr, "usage: helper_time COMMAND [ARGUMENT...]\n");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &began);
	child = fork();
	if (child == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		dup2(nowhere, STDIN_FILENO);
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child) {
		perror("helper_time");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &ended);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
		fprintf(stderr, "helper_time: %s failed with %d\n", argv[1], status);
		return status;
	}
	printf("%lld %ld\n",
	       (long long)(ended.tv_sec - began.tv_sec) * 1000000 +
	           (ended.tv_nsec - began.tv_nsec) / 1000,
	       usage.ru_maxrss);
	return 0;
}
