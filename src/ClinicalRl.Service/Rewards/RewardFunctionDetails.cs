using System.Text;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Rewards;

namespace ClinicalRl.Service.Rewards;

/// <summary>Turns a reward function into its wire shapes.</summary>
internal static class RewardFunctionDetails
{
    public static RewardFunctionBrief Brief(RewardFunction function) => new()
    {
        Id = function.Id,
        Version = function.Version.ToString(),
        Title = function.Document.Title,
        Status = function.Status.Word(),
        Hash = function.Hash,
        Environment = function.Document.Environment.Value,
        IntendedUse = function.Document.IntendedUse,
        Notice = function.Document.Notice,
    };

    public static RewardFunctionBrief Brief(string id, RewardVersion version, RewardStatus status) => new()
    {
        Id = id,
        Version = version.Version,
        Title = version.Title,
        Status = status.Word(),
        Hash = version.Hash,
        Environment = version.Environment,
        IntendedUse = version.IntendedUse,
        Notice = version.Notice,
    };

    public static RewardFunctionDetail Of(RewardFunction function) => new()
    {
        Id = function.Id,
        Version = function.Version.ToString(),
        Title = function.Document.Title,
        Status = function.Status.Word(),
        Hash = function.Hash,
        Environment = function.Document.Environment.Value,
        IntendedUse = function.Document.IntendedUse,
        Notice = function.Document.Notice,
        Document = Encoding.UTF8.GetString(function.Document.Bytes.Span),
        Criteria = [.. function.Document.Criteria.Select(Criterion)],
    };

    private static CriterionAnswer Criterion(Criterion criterion) => new()
    {
        Id = criterion.Id,
        Statement = criterion.Statement,
        Category = criterion.Category.ToString(),
        Severity = criterion.Severity.ToString(),
        Weight = criterion.Weight,
        Judges = [.. criterion.Judge.Select(judged => judged.Value)],
        Gate = criterion.Gate is { } gate ? new GateAnswer { Cap = gate.Cap, Scope = gate.Scope == GateScope.Step ? "step" : "episode" } : null,
        Verified = criterion.Verified,
    };
}
