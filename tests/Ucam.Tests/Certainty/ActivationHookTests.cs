using Ucam.Certainty;

namespace Ucam.Tests.Certainty;

public class ActivationHookTests
{
    [Theory]
    [InlineData(0, "it has none.")]
    [InlineData(2, "it has a0, a1.")]
    [InlineData(8, "it has a0, a1, a2, a3, a4, a5, a6, a7.")]
    [InlineData(9, "it has a0, a1, a2, a3, a4, a5, a6, a7 and 1 more.")]
    [InlineData(20, "a7 and 12 more.")]
    public void Who_names_no_submodule_is_told_some_that_there_are(int count, string told)
    {
        UcamException missing = ActivationHook.Missing("The model M", "gone", [.. Enumerable.Range(0, count).Select(i => $"a{i}")]);
        missing.Message.Should().StartWith("The model M has no submodule 'gone'; it has ").And.EndWith(told);
        missing.Field.Should().Be("gone");
    }
}
