namespace ClinicalRl.Rewards;

/// <summary>A place in a document's text.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public readonly record struct SourcePosition(int Line, int Column);

/// <summary>A value and where it was written.</summary>
/// <param name="Value">What was written.</param>
/// <param name="At">Where.</param>
public readonly record struct Located<T>(T Value, SourcePosition At);
