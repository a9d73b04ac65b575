using System.Security.Cryptography;
using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Grains.Assessments;

/// <summary>Keys of the grains that keep a tenant's assessments. Each begins with the tenant.</summary>
public static class AssessmentKeys
{
    /// <summary>How the ids of assessments begin.</summary>
    public const string AssessmentPrefix = "as_";

    /// <summary>How the ids of assignments begin, whatever they are of.</summary>
    public const string AssignmentPrefix = "asg_";

    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    private const int Length = 26;

    /// <summary>Key of <see cref="IAssessmentGrain"/>: <c>tenant/assessment</c>.</summary>
    public static string Assessment(TenantId tenant, string assessment) => $"{tenant}/{assessment}";

    /// <summary>Key of <see cref="IAssignmentGrain"/>: <c>tenant/assignment</c>.</summary>
    public static string Assignment(TenantId tenant, string assignment) => $"{tenant}/{assignment}";

    /// <summary>A new id of an assignment, by chance: it tells nothing of what is in it.</summary>
    internal static string NewAssignment() => AssignmentPrefix + RandomNumberGenerator.GetString(Letters, Length);
}
