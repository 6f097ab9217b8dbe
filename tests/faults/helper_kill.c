/*
 * helper_kill MICROSECONDS COMMAND [ARGUMENT…]
 *
 * Runs a command in a process group of its own and kills the group with SIGKILL after so many
 * microseconds.  Exits with the command's status, or with 137 where it was killed.  On return no
 * process of the group runs any more.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long microseconds = argc > 2 ? strtol(argv[1], NULL, 10) : -1;
	const struct timespec limit = {microseconds / 1000000, microseconds % 1000000 * 1000};
	sigset_t child_ended, before;
	int wait_status = 0, ended;
	pid_t child, gone;

	if (microseconds < 0) {
		fprintf(stderr, "usage: helper_kill MICROSECONDS COMMAND [ARGUMENT...]\n");
		return 2;
	}
	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ended, &before);
	/* A killed shell's children come to us, so that all of them can be waited for. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	child = fork();
	if (child < 0) {
		perror("fork");
		return 2;
	}
	if (child == 0) {
		setpgid(0, 0);
		sigprocmask(SIG_SETMASK, &before, NULL);
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	setpgid(child, child);
	do {
		ended = sigtimedwait(&child_ended, NULL, &limit);
	} while (ended < 0 && errno == EINTR);
	kill(-child, SIGKILL);
	do {
		int status;

		gone = wait(&status);
		if (gone == child) wait_status = status;
	} while (gone > 0 || errno == EINTR);
	return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}
