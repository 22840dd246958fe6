# The front door for daily work. ./run and ./test are the doors for everybody else; what these
# targets do beyond calling one script stands in that script.
.PHONY: build check check-full check-sanitize check-ha bench fmt bare

build: build/build.ninja
	cmake --build build

build/build.ninja:
	cmake --preset release

# Under three minutes when the build is warm.
check: build
	python3 -B tools/run_tests.py --only tidy,format,scripts,tools,units,cases
	tools/clang_tidy.sh

check-full: build
	tools/clang_tidy.sh --all
	./test --full

check-sanitize:
	ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
	  python3 -B tools/run_tests.py --build build-asan --only units,cases
	TSAN_OPTIONS=second_deadlock_stack=1 \
	  python3 -B tools/run_tests.py --build build-tsan --only units,cases

# Three database nodes under Patroni, taken away one after another: about three minutes. Not in
# check-full, since Debian's packages start an etcd of their own on the machine.
check-ha: build
	tools/packages.sh ha
	python3 -B tools/run_tests.py --only ha

bench: build
	tools/packages.sh bench
	bench/run

fmt:
	git ls-files -z -co --exclude-standard -- 'src/*.?pp' 'tests/*.?pp' 'bench/*.?pp' | \
	  xargs -0 clang-format-19 -i
	tools/web_build.sh --install-only
	cd web && npm run format

# A bare Debian 12 in a folder, the two commands inside; needs root. See tools/bare.sh.
bare:
	tools/bare.sh
