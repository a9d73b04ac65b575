namespace ClinicalRl.Cli.Benchmarks;

/// <summary>How long one thing takes.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Microseconds">Median time of one.</param>
/// <param name="CpuMicroseconds">Mean processor time of one, which other programs on the machine do not lengthen much.</param>
/// <param name="LimitMicroseconds">What it may take.</param>
internal sealed record TimedResult(string Name, double Microseconds, double CpuMicroseconds, double LimitMicroseconds);
