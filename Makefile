# Al Día. The scripts behind these words are in .ci; each says at its top what it does.
# CARGO_TARGET_DIR may point elsewhere: what is built there is copied to target/.

.PHONY: run build test soak bench sqlx reset setup

run: ## Serve the demo on http://localhost:3000, after installing what is missing
	@.ci/setup rust node $(if $(DATABASE_URL),,postgres)
	@.ci/build demo
	@target/demo/aldia serve

build: ## Leave the release in target/release/aldia and target/site
	@.ci/setup rust node
	@.ci/build release

test: ## Run every check
	@.ci/setup rust node postgres chromium mail
	@.ci/cluster .ci/checks

soak: ## Play a thousand seeds of the simulation, or SEEDS of them
	@.ci/setup rust postgres
	@ALDIA_SEEDS=$(or $(SEEDS),1000) SQLX_OFFLINE=true .ci/cluster cargo test -- --nocapture simulation

bench: ## Print the release's figures against their goals
	@.ci/setup rust node postgres
	@.ci/bench

sqlx: ## Refresh .sqlx, what the compiler knows of the database, after a query or a table changed
	@.ci/setup rust postgres
	@.ci/cluster .ci/query-metadata .sqlx

reset: ## Forget the demo's data
	@.ci/reset

setup: ## Install whatever running and testing need
	@.ci/setup rust node postgres chromium mail
