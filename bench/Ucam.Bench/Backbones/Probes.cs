using static TorchSharp.torch;

namespace Ucam.Bench.Backbones;

/// <summary>Features with what their pictures show.</summary>
/// <param name="Features">(N,C).</param>
/// <param name="Labels">(N), 64-bit.</param>
internal sealed record Labelled(Tensor Features, Tensor Labels)
{
    public Labelled First(long count) => new(Features.narrow(0, 0, count), Labels.narrow(0, 0, count));

    public Labelled From(long first) => new(Features[(int)first..], Labels[(int)first..]);
}

/// <summary>How well features tell kinds of pictures apart.</summary>
internal static class Probes
{
    private const int Nearest = 5, Steps = 400;
    private static readonly double[] Decays = [0.01, 0.5, 2, 5];

    /// <summary>Accuracy of the commonest kind among the nearest by cosine.</summary>
    public static double Neighbours(Labelled train, Labelled test)
    {
        using var scope = NewDisposeScope();
        Tensor near = Unit(test.Features).matmul(Unit(train.Features).t()).topk(Nearest, 1).indexes;
        Tensor votes = nn.functional.one_hot(train.Labels[near], Kinds(train)).sum(1);
        return Share(votes.argmax(1), test);
    }

    /// <summary>
    /// Accuracy of a linear layer on standardised features, trained by the cross-entropy with the weight decay that does best on a fifth of the
    /// training pictures after training on the others.
    /// </summary>
    public static double Linear(Labelled train, Labelled test)
    {
        long held = train.Labels.shape[0] / 5;
        Labelled chosen = train.First(held), others = train.From(held);
        return Linear(train, test, Decays.MaxBy(decay => Linear(others, chosen, decay)));
    }

    private static double Linear(Labelled train, Labelled test, double decay)
    {
        using var scope = NewDisposeScope();
        Tensor mean = train.Features.mean([0]), deviation = train.Features.std(0) + 1e-5;
        Tensor x = (train.Features - mean) / deviation;
        using var layer = nn.Linear(x.shape[1], Kinds(train));
        nn.init.zeros_(layer.weight);
        nn.init.zeros_(layer.bias!);
        using var optimiser = optim.AdamW(layer.parameters(), lr: 0.001, weight_decay: decay);
        for (int step = 0; step < Steps; step++)
        {
            using var pass = NewDisposeScope();
            optimiser.zero_grad();
            nn.functional.cross_entropy(layer.call(x), train.Labels).backward();
            optimiser.step();
        }
        using var quiet = no_grad();
        return Share(layer.call((test.Features - mean) / deviation).argmax(1), test);
    }

    private static int Kinds(Labelled train) => (int)train.Labels.max().item<long>() + 1;

    private static Tensor Unit(Tensor features) => nn.functional.normalize(features, p: 2, dim: 1);

    private static double Share(Tensor answers, Labelled test) => answers.eq(test.Labels).to(ScalarType.Float64).mean().item<double>();
}
