using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>
/// A sentence about a claim, such as <c>{is}[ {value} {unit}][, next due {due}].</c> A part in brackets stands only when the claim holds
/// everything it names.
/// </summary>
internal sealed class ClaimTemplate
{
    private static readonly string[] Names = ["is", "detail", "value", "unit", "at", "due", "owner", "side", "name", "born", "nhs"];

    private readonly ImmutableArray<ImmutableArray<Piece>> sentence;

    private ClaimTemplate(ImmutableArray<ImmutableArray<Piece>> sentence) => this.sentence = sentence;

    private enum Token
    {
        Words = -1,
        Is,
        Detail,
        Value,
        Unit,
        At,
        Due,
        Owner,
        Side,
        Name,
        Born,
        Nhs,
    }

    public static ClaimTemplate Parse(string text, YamlMap at)
    {
        var parts = ImmutableArray.CreateBuilder<ImmutableArray<Piece>>();
        while (text.Length > 0)
        {
            var open = text.IndexOf('[', StringComparison.Ordinal);
            var close = text.IndexOf(']', StringComparison.Ordinal);
            if (open == 0)
            {
                if (close < 0)
                    throw at.Fail($"'{text}' opens a bracket that never closes");
                parts.Add(Pieces(text[1..close], optional: true, at));
                text = text[(close + 1)..];
            }
            else
            {
                var end = open < 0 ? text.Length : open;
                parts.Add(Pieces(text[..end], optional: false, at));
                text = text[end..];
            }
        }

        return new ClaimTemplate(parts.ToImmutable());
    }

    /// <summary>Appends the sentence as the inside of a JSON string.</summary>
    public void AppendTo(Utf8Text output, in Claim claim, Person person, HandoverContent content) => AppendTo(output, claim, person.FullName, content);

    /// <summary>The sentence as plain text.</summary>
    public string Text(in Claim claim, string name, HandoverContent content)
    {
        var output = new Utf8Text(128).Append("\""u8);
        AppendTo(output, claim, name, content);
        return JsonSerializer.Deserialize<string>(output.Append("\""u8).Written)!;
    }

    private void AppendTo(Utf8Text output, in Claim claim, string name, HandoverContent content)
    {
        var start = output.Length;
        foreach (var part in sentence)
        {
            if (!IsKnown(part, claim))
                continue;
            foreach (var piece in part)
                Append(output, piece, claim, name, content, output.Length == start);
        }
    }

    private static ImmutableArray<Piece> Pieces(string text, bool optional, YamlMap at)
    {
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        while (text.Length > 0)
        {
            var open = text.IndexOf('{', StringComparison.Ordinal);
            if (open != 0)
            {
                var end = open < 0 ? text.Length : open;
                pieces.Add(new Piece(Token.Words, new Utf8Text(64).AppendInner(text.AsSpan(0, end)).Written.ToArray(), optional));
                text = text[end..];
                continue;
            }

            var close = text.IndexOf('}', StringComparison.Ordinal);
            var token = close < 0 ? -1 : Array.IndexOf(Names, text[1..close]);
            if (token < 0)
                throw at.Fail($"'{text}' names nothing a claim holds; there are {string.Join(", ", Names)}");
            pieces.Add(new Piece((Token)token, [], optional));
            text = text[(close + 1)..];
        }

        return pieces.ToImmutable();
    }

    private static bool IsKnown(ImmutableArray<Piece> part, in Claim claim)
    {
        foreach (var piece in part)
        {
            var known = !piece.IsOptional || piece.Token switch
            {
                Token.Detail => claim.Detail >= 0,
                Token.Value => claim.HasValue,
                Token.Unit => claim.Unit >= 0,
                Token.At => claim.At >= 0,
                Token.Due => claim.Due >= 0,
                Token.Owner => claim.Owner >= 0,
                Token.Side => claim.Side != Side.None,
                _ => true,
            };
            if (!known)
                return false;
        }

        return true;
    }

    private static void Append(Utf8Text output, Piece piece, in Claim claim, string name, HandoverContent content, bool isStart)
    {
        switch (piece.Token)
        {
            case Token.Words:
                output.Append(piece.Words);
                break;
            case Token.Is:
                output.Append(isStart ? content.Concepts[claim.Concept].EncodedStart : content.Concepts[claim.Concept].EncodedTitle);
                break;
            case Token.Detail:
                output.Append(claim.Detail < 0 ? default : content.Concepts[claim.Detail].EncodedTitle);
                break;
            case Token.Value:
                output.Append(claim.Value);
                break;
            case Token.Unit:
                output.AppendInner(claim.Unit < 0 ? "" : content.Vocabulary.Units[claim.Unit]);
                break;
            case Token.At:
                output.AppendClock(claim.At);
                break;
            case Token.Due:
                output.AppendClock(claim.Due);
                break;
            case Token.Owner:
                output.Append(claim.Owner < 0 ? default : content.Concepts[claim.Owner].EncodedTitle);
                break;
            case Token.Side:
                output.Append(claim.Side == Side.Left ? (isStart ? "Left"u8 : "left"u8) : isStart ? "Right"u8 : "right"u8);
                break;
            case Token.Name:
                output.AppendInner(name);
                break;
            case Token.Born:
                output.AppendInner(claim.BirthDateText);
                break;
            default:
                output.AppendInner(claim.Value.ToString("0", CultureInfo.InvariantCulture));
                break;
        }
    }

    private sealed record Piece(Token Token, byte[] Words, bool IsOptional);
}
