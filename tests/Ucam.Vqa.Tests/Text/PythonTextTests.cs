using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

/// <summary>Expected values are what Python 3.11 gives.</summary>
public class PythonTextTests
{
    [Theory]
    [InlineData("İSTANBUL", "i\u0307stanbul")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("ΣΑΣ ΣΑΣΑ", "σας σασα")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣ.", "ας.")]
    [InlineData("ΑΣ.Α", "ασ.α")]
    [InlineData("Α'Σ", "α'ς")]
    [InlineData("STRAẞE", "straße")]
    [InlineData("Ǆ", "ǆ")]
    [InlineData("КОТ", "кот")]
    public void Lower_case_is_Pythons(string text, string expected) => PythonText.Lower(text).Should().Be(expected);

    [Fact]
    public void White_space_is_Pythons()
    {
        PythonText.Strip("\u001c\u3000 a b\u001f\u0085").Should().Be("a b");
        PythonText.Split(" a\u001db\u2028c\u200bd \u00a0").Should().Equal("a", "b", "c\u200bd");
        PythonText.Split(" ").Should().BeEmpty();
    }

    [Fact]
    public void Digits_are_those_of_every_script_and_no_fractions()
    {
        PythonText.DigitAt("x٣", 1).Should().BeTrue();
        PythonText.DigitAt("x𝟏", 1).Should().BeTrue();
        PythonText.DigitBefore("𝟏,", 2).Should().BeTrue();
        PythonText.DigitAt("½", 0).Should().BeFalse();
        PythonText.DigitAt("²", 0).Should().BeFalse();
        PythonText.DigitAt("1", 1).Should().BeFalse();
        PythonText.DigitBefore("1", 0).Should().BeFalse();
    }
}
