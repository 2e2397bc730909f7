select bench_post(nextval('bench_next'), :accounts);
