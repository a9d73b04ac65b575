namespace ClinicalRl.Grains.Tenancy;

/// <summary>What a key may be used for.</summary>
[Flags]
[GenerateSerializer]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Create and step episodes.</summary>
    Agent = 1,

    /// <summary>Write reward functions.</summary>
    Author = 2,

    /// <summary>Score trajectories.</summary>
    Evaluator = 4,

    /// <summary>Read and verify everything recorded.</summary>
    Auditor = 8,

    /// <summary>Make and revoke keys.</summary>
    Admin = 16,

    /// <summary>Make, suspend and limit tenants. Only keys of <see cref="TenantId.Operator"/> can have it.</summary>
    Operator = 32,

    /// <summary>All that a tenant's key can have.</summary>
    All = Agent | Author | Evaluator | Auditor | Admin,
}

/// <summary>Wire names of <see cref="KeyScopes"/>.</summary>
public static class KeyScopeWords
{
    /// <summary>The single scopes with their wire names, in order.</summary>
    public static IReadOnlyList<KeyValuePair<KeyScopes, string>> All { get; } =
    [
        new(KeyScopes.Agent, "agent"), new(KeyScopes.Author, "author"), new(KeyScopes.Evaluator, "evaluator"), new(KeyScopes.Auditor, "auditor"),
        new(KeyScopes.Admin, "admin"), new(KeyScopes.Operator, "operator"),
    ];

    /// <summary>The scope of a wire name; none when it is none's.</summary>
    public static KeyScopes Parse(string? word) => All.FirstOrDefault(pair => pair.Value == word).Key;

    /// <summary>The wire names of the scopes held.</summary>
    public static string[] Words(this KeyScopes scopes) => [.. All.Where(pair => scopes.HasFlag(pair.Key)).Select(pair => pair.Value)];
}
