using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace ClinicalRl.Reports.Documents;

/// <summary>Widths of letters and the breaking of lines.</summary>
internal sealed class SheetFont
{
    private const char FirstLetter = ' ';
    private const char LastLetter = '~';
    private const double Unit = 100;

    private readonly double[] widths;

    public SheetFont(PdfPageBuilder page, PdfDocumentBuilder.AddedFont font)
    {
        Font = font;
        widths = new double[LastLetter - FirstLetter + 1];
        for (var letter = FirstLetter; letter <= LastLetter; letter++)
            widths[letter - FirstLetter] = page.MeasureText(letter.ToString(), Unit, new PdfPoint(0, 0), font).Sum(measured => measured.EndBaseLine.X - measured.StartBaseLine.X) / Unit;
    }

    public PdfDocumentBuilder.AddedFont Font { get; }

    /// <summary>The standard fonts have no other letters for certain.</summary>
    public static string Plain(string text) => string.Concat(text.Select(letter => letter is >= FirstLetter and <= LastLetter ? letter : '?'));

    public double WidthOf(string text, double size) => text.Sum(letter => widths[letter - FirstLetter]) * size;

    /// <summary>The text in lines that fit; a word that does not fit is broken.</summary>
    public List<string> Break(string text, double size, double width)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in Plain(text).Split(' ').SelectMany(word => Fit(word, size, width)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && WidthOf(longer, size) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        lines.Add(line);
        return lines;
    }

    private IEnumerable<string> Fit(string word, double size, double width)
    {
        while (WidthOf(word, size) > width && word.Length > 1)
        {
            var length = word.Length - 1;
            while (length > 1 && WidthOf(word[..length], size) > width)
                length--;
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }
}
