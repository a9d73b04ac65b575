using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ClinicalRl.Evaluation.Banks;

/// <summary>The right answer to an item and the rule that scores others against it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(ScoreKey), "within-tolerance")]
[JsonDerivedType(typeof(ChoiceKey), "same-choice")]
[JsonDerivedType(typeof(OrderKey), "ordered-pairs")]
[JsonDerivedType(typeof(MarkKey), "step-and-category")]
public abstract record GoldKey;

/// <summary>Right within a tolerance.</summary>
/// <param name="Reference">From 0 to 1.</param>
/// <param name="Tolerance">Largest difference that is right.</param>
public sealed record ScoreKey(double Reference, double Tolerance) : GoldKey;

/// <summary>Right when the same choice.</summary>
/// <param name="Choice">Key of the right choice.</param>
public sealed record ChoiceKey(string Choice) : GoldKey;

/// <summary>Share of pairs in the right order; the whole is one trial.</summary>
/// <param name="BestFirst">Keys of the choices, best first.</param>
public sealed record OrderKey(ImmutableArray<string> BestFirst) : GoldKey;

/// <summary>Half for the step, half for the category.</summary>
/// <param name="Step">Number of the step as shown.</param>
/// <param name="Category">CS01 to CS10.</param>
public sealed record MarkKey(int Step, string Category) : GoldKey;

/// <summary>An evaluator's answer.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "form")]
[JsonDerivedType(typeof(ScoreResponse), "score")]
[JsonDerivedType(typeof(ChoiceResponse), "choice")]
[JsonDerivedType(typeof(OrderResponse), "order")]
[JsonDerivedType(typeof(MarkResponse), "mark")]
public abstract record GoldResponse;

/// <summary>A score from 0 to 1.</summary>
public sealed record ScoreResponse(double Score) : GoldResponse;

/// <summary>A choice by its key.</summary>
public sealed record ChoiceResponse(string Choice) : GoldResponse;

/// <summary>All choices by their keys, best first.</summary>
public sealed record OrderResponse(ImmutableArray<string> BestFirst) : GoldResponse;

/// <summary>A step and a category.</summary>
public sealed record MarkResponse(int Step, string Category) : GoldResponse;
