namespace Ucam.Tests.Explanations;

/// <summary>What a method says that it costs is what it runs.</summary>
public class PassesTests
{
    // Forward and backward are three forward passes' work.
    private const int Graded = 3;

    public static TheoryData<string> Plain => [.. ExplanationMethods.All.Where(e => !e.NeedsLosses && !e.NeedsAttention).Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Plain))]
    public void Passes_are_the_rows_that_run(string name)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        long rows = 0;
        using var explain = new Explainer(net, inputs =>
        {
            rows += inputs[0].shape[0];
            return new ModelOutput(net.call(inputs[0]));
        }, "features");
        ExplanationMethod method = ExplanationMethods.Create(name);
        using ExplanationContext context = explain.Open([SeededNets.Picture(1, rows: 16, columns: 16)], 1, cancellation: SeededNets.Stop);
        // The forward pass that all methods share, and its gradient.
        _ = (context.Gradient, context.Score(context.Picture));
        rows = 0;
        method.Explain(context);
        Work(name, rows, context.Outputs.shape[^1]).Should().Be(method.Passes(context));
    }

    // What rows that ran are worth: with a gradient three times as much, and twice for each further gradient.
    private static long Work(string name, long rows, long classes)
    {
        const int networks = 20;
        long Path(long points) => 2 + Graded * (points - 2);
        return name switch
        {
            "integrated-gradients" or "smooth-grad" or "smooth-grad-squared" or "var-grad" or "full-grad" or "full-grad-regions" => rows * Graded,
            "cov-gi" or "cov-gi-diagonal" => rows * Graded,
            "evidence-path" or "doubt-path" => Path(rows),
            "cov-ig" or "cov-ig-diagonal" => networks * (1 + Path(rows / networks - 1)),
            "doubt-total" or "doubt-aleatoric" or "doubt-epistemic" => rows / 2 * (1 + Graded),
            "ua-backprop" => rows / 2 * (2 + 2 * classes),
            // Occlusion runs the clean picture once more.
            "occlusion" or "occlusion-doubt" => rows - 1,
            _ => rows,
        };
    }

    [Fact]
    public void A_pass_takes_time()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features");
        using ExplanationContext context = explain.Open([SeededNets.Picture(1)], 1, cancellation: SeededNets.Stop);
        context.SecondsPerPass().Should().BeInRange(1e-7, 10);
    }
}
