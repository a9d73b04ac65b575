namespace ClinicalRl.Rewards.Linting;

/// <summary>One thing that is looked for in a reward document. Its id never changes meaning.</summary>
/// <param name="Id">Stable kebab-case id.</param>
/// <param name="Level">Whether a finding of it stops the document from being used.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Help">Why it matters and what to do, for an author who is no programmer.</param>
public sealed record LintRule(string Id, FindingLevel Level, string Title, string Help);
