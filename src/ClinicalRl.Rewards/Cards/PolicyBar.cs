using System.Globalization;
using System.Text;
using ClinicalRl.Rewards.Scores;

namespace ClinicalRl.Rewards.Cards;

/// <summary>A policy's mean reward as a bar from 0 to 1: the thin line is its interval, the dashed one the ceiling. The figures must stand beside it: it is hidden from screen readers.</summary>
public static class PolicyBar
{
    private const int Width = 220;

    private const int Height = 18;

    /// <summary>The drawing.</summary>
    public static string Svg(PolicyScore score, bool isDegenerate, double ceiling)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" aria-hidden=\"true\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#eef1f3\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect y=\"3\" width=\"{At(score.MeanReward)}\" height=\"12\" fill=\"{(isDegenerate ? "#c24a00" : "#005eb8")}\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{At(score.Low)} 9H{At(score.High)}\" stroke=\"#17242b\" stroke-width=\"2\"/>");
        return svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{At(ceiling)} 0V{Height}\" stroke=\"#17242b\" stroke-dasharray=\"3 2\"/></svg>").ToString();
    }

    private static string At(double value) => (value * Width).ToString("0.#", CultureInfo.InvariantCulture);
}
