using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Grains.Evaluators;

/// <summary>Keys of the grains that keep a tenant's evaluators. Each begins with the tenant.</summary>
public static class EvaluatorKeys
{
    /// <summary>Key of <see cref="ICalibrationGrain"/>: <c>tenant/evaluator/environment</c>.</summary>
    public static string Calibration(TenantId tenant, string evaluator, string environment) => $"{tenant}/{evaluator}/{environment}";
}
