using System.Text.Json;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;

namespace ClinicalRl.Service.Evaluators;

/// <summary>How long a simulated evaluator says that it took. The time of a person is measured by the service and never taken from a request.</summary>
internal static class SimulatedSeconds
{
    private const double Most = 86_400;

    private const string Name = "seconds";

    /// <summary>What is said; null when nothing is.</summary>
    public static double? Read(RequestFields fields)
    {
        if (!fields.TryGet(Name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= Most)
            return seconds;
        fields.Fail(Name, "a number from 0 to 86400, from a simulated evaluator only");
        return null;
    }

    /// <summary>To a person who says it.</summary>
    public static Problem Refused { get; } = Problem.Invalid(Name, "absent: the time that a person takes is measured here");
}
