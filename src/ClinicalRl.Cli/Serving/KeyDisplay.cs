using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Cli.Serving;

/// <summary>Shows the first start's key to whoever reads <paramref name="output"/>.</summary>
internal sealed class KeyDisplay(TextWriter output) : IDevelopmentKeyDisplay
{
    public void Show(ApiKey key)
    {
        output.WriteLine($"API key of tenant '{key.Tenant}', shown this once and stored only as a hash:");
        output.WriteLine();
        output.WriteLine($"    {key.Text}");
        output.WriteLine();
    }
}
