using ClinicalRl.Cli.Hosting;

return await CommandLine.RunAsync(args, CliContext.OfProcess());
