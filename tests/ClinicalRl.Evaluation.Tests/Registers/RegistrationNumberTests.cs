using ClinicalRl.Evaluation.Registers;
using ClinicalRl.Rewards;

namespace ClinicalRl.Evaluation.Tests.Registers;

public sealed class RegistrationNumberTests
{
    [Theory]
    [InlineData("GMC", "1234567", true)]
    [InlineData("GMC", "123456", false)]
    [InlineData("GMC", "12345678", false)]
    [InlineData("GMC", "１２３４５６７", false)]
    [InlineData("NMC", "99A1234E", true)]
    [InlineData("NMC", "99a1234e", false)]
    [InlineData("NMC", "1234567", false)]
    [InlineData("GPhC", "2012345", true)]
    [InlineData("GPhC", "201234A", false)]
    [InlineData("HCPC", "PA12345", true)]
    [InlineData("HCPC", "12345", false)]
    [InlineData("XYZ", "1234567", false)]
    [InlineData("GMC", "1234567\n", false)]
    public void Number_HasTheFormOfItsRegister(string register, string number, bool fits) => Assert.Equal(fits, RegistrationNumber.WhyNot(register, number) is null);

    [Fact]
    public void EveryRegister_HasAForm() =>
        Assert.All(ProfessionalRegisters.Words, register => Assert.DoesNotContain("known register", RegistrationNumber.WhyNot(register, "")!, StringComparison.Ordinal));
}
