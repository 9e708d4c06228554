/**
 * Clientele: a nightly batch that turns a company's sources into Delta tables of retention, churn
 * and satisfaction. The architecture, from the outside in:
 *
 * <pre>
 * cli        talks to the user: commands, exit codes, clock, output
 * job        what a job is, which jobs there are, and how they are run
 * ingest     ┐
 * month      │ features, one package each: jobs and their transforms.
 * customer   │ They meet only through tables.
 * cohort     │
 * nps        ┘
 * model      formulas and fits in plain Java, without Spark
 * fold       what features share: months, dimensions, money, intervals
 * io         the only place that reads and writes: tables, leases, publication
 * catalogue  which tables there are, and what each column means
 * settings   what a user can decide, read and checked once
 * error      every message a user can get
 * generate   a believable company for demonstrations and tests
 * </pre>
 *
 * <p><b>Tables are the interface.</b> A job declares what it reads and writes ({@link
 * clientele.job.Job}); order, graph and lineage come from that. A {@link clientele.job.TableJob} is
 * pure and lazy; only a {@link clientele.job.StoreJob} looks at data before it writes.
 *
 * <p><b>A run</b> is one business date: take the lease, restore what is not published, run the
 * jobs, each replacing a slice of its tables, publish one version of every table ({@link
 * clientele.io.RunSession}). Whatever ends it early, running the date again repairs it.
 *
 * <p><b>Time is a parameter.</b> What is known at a date is decided in one place ({@link
 * clientele.job.AsOf}), so what is dated later changes nothing.
 *
 * <p>To begin: {@link clientele.job.Jobs}, then one job, its tables in {@link
 * clientele.catalogue.Tables}, and its test.
 */
package clientele;
