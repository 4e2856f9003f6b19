using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Trusting;

/// <summary>What a report refuses, by one line that names it.</summary>
public sealed class TrustInputTests
{
    [Fact]
    public void What_cannot_be_read_is_one_line()
    {
        using var scope = NewDisposeScope();
        (Tensor input, Tensor target) good = GivenLogits.Batch(1, 20);
        Wrong([(good.input, good.target.to(ScalarType.Float32))], [good]).Should().StartWith("Batch 1 of heldOut has targets of Float32");
        Wrong([good], [good, (good.input, good.target + 3)]).Should().MatchRegex("^Batch 2 of test has the class [345]; the classifier gives 3");
        Wrong([GivenLogits.Batch(1, 19)], [good]).Should().StartWith("There are 19 held-out inputs, too few").And.EndWith("at least 20.");
        Wrong([], [good]).Should().StartWith("There is no held-out input");
        Wrong([good], []).Should().StartWith("There is no test input");
        Wrong([good], [good], new TrustOptions { Classes = ["a"] }).Should().StartWith("There are 1 names for 3 classes");
        Wrong([good], [good], new TrustOptions { Maps = ["grad-cam"] }).Should().Contain("needs a layer");
        Wrong([good], [good], new TrustOptions { Layer = "none" }).Should().Contain("none");
        Wrong([good], [good], new TrustOptions { Coverage = 1 }).Should().Contain("Coverage is 1");
        Wrong([good], [good], new TrustOptions { Foreign = [] }).Should().StartWith("There is no foreign input");
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_named()
    {
        using var scope = NewDisposeScope();
        using TorchSharp.Modules.Linear model = nn.Linear(GivenLogits.Classes, GivenLogits.Classes);
        (Tensor Input, Tensor Target) good = GivenLogits.Batch(1, 20), wide = (zeros(10, 4), zeros(10, dtype: ScalarType.Int64)),
            empty = (zeros(0, 3), zeros(0, dtype: ScalarType.Int64)), broken = (good.Input.clone().fill_(double.NaN), good.Target);
        Wrong([good, wide], [good], null).Should().StartWith("Batch 2 of heldOut cannot be run through the classifier, Float32 of shape (10,4): mat");
        Wrong([good], [wide], null).Should().StartWith("Batch 1 of test cannot be run").And.NotContain("\n");
        Wrong([good], [good], [good.Input, zeros(10, 5)]).Should().StartWith("Batch 2 of Foreign cannot be run").And.Contain("(10,5)");
        Wrong([good], [good, (good.Input.to(ScalarType.Float64), good.Target)], null).Should().StartWith("Batch 2 of test cannot be run");
        Wrong([good], [good, broken], null).Should().StartWith("Batch 2 of test: The classifier's output holds a value that is not");
        Wrong([good], [good], [broken.Input]).Should().StartWith("Batch 1 of Foreign: The classifier's output");
        Wrong([empty, good], [good], null).Should().Be("Batch 1 of heldOut has no inputs, shape (0,3); leave it out.");
        Wrong([good], [good], [empty.Input]).Should().StartWith("Batch 1 of Foreign has no inputs");
        Wrong([good], [(tensor(1f), good.Target)], null).Should().StartWith("Batch 1 of test has no inputs");

        string Wrong((Tensor, Tensor)[] heldOut, (Tensor, Tensor)[] test, Tensor[]? foreign) => FluentActions.Invoking(
            () => Trust.Of(model, heldOut, test, new TrustOptions { Foreign = foreign })).Should().Throw<UcamException>().Which.Message;
    }

    private static string Wrong((Tensor, Tensor)[] heldOut, (Tensor, Tensor)[] test, TrustOptions? options = null) =>
        FluentActions.Invoking(() => Trust.Of(new GivenLogits(), heldOut, test, options)).Should().Throw<UcamException>().Which.Message;
}
