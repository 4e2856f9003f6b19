using static TorchSharp.torch;

namespace Ucam.Explanations.Faithfulness;

/// <summary>A map after everything from the output down to a module was randomised, against the map of the model as it is.</summary>
/// <param name="Module">The module that was last.</param>
/// <param name="RankCorrelation">Spearman's correlation of the two maps, in [−1,1].</param>
/// <param name="RankCorrelationOfMagnitudes">The same for their magnitudes.</param>
internal sealed record RandomisationStep(string Module, double RankCorrelation, double RankCorrelationOfMagnitudes);

/// <summary>
/// The cascading randomisation test (Adebayo et al., NeurIPS 2018): parameters are randomised module by module from the output down. A map
/// that stays like the one of the trained model does not explain the model. The parameters are put back on every way out.
/// </summary>
internal static class ParameterRandomisation
{
    /// <summary>Runs the test on one sample. Each parameter becomes normal numbers of its own mean and deviation.</summary>
    /// <param name="explainer">The model; it must have parameters.</param>
    /// <param name="method">The method.</param>
    /// <param name="inputs">All inputs, the explained one first, batch of 1.</param>
    /// <param name="target">What is explained; the answer of the model as it is where null.</param>
    /// <param name="cancellation">Stops between two modules.</param>
    /// <returns>One step a module that owns parameters, from the output down in the order of registration.</returns>
    /// <exception cref="UcamException">The model has no parameters or the inputs do not fit.</exception>
    public static IReadOnlyList<RandomisationStep> Measure(
        Explainer explainer, ExplanationMethod method, Tensor[] inputs, ExplanationTarget? target = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        (string Name, Tensor[] Parameters)[] modules = [.. explainer.Model.Parts.SelectMany(part => Owners(part.Prefix, part.Module)).Reverse()];
        if (modules.Length == 0) throw new UcamException("The model has no parameters to randomise; give the explainer its module.");
        ExplanationTarget settled;
        using (ExplanationContext context = explainer.OpenOne(inputs, target, cancellation)) settled = context.Settled();
        float[,] Map() => explainer.Explain([method], inputs, settled, null, cancellation)[0][0].Values;
        float[,] original = Map();
        (Tensor Parameter, Tensor Before)[] before =
            [.. modules.SelectMany(module => module.Parameters).Select(parameter => (parameter, parameter.detach().clone()))];
        using var random = new Generator((ulong)explainer.Options.Seed);
        try
        {
            var steps = new List<RandomisationStep>();
            foreach ((string name, Tensor[] parameters) in modules)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (Tensor parameter in parameters) Randomise(parameter, random);
                float[,] map = Map();
                steps.Add(new RandomisationStep(name, MapAgreement.RankCorrelation(original, map),
                    MapAgreement.RankCorrelation(Magnitudes(original), Magnitudes(map))));
            }
            return steps;
        }
        finally
        {
            foreach ((Tensor parameter, Tensor value) in before) parameter.copy_(value);
        }
    }

    // Modules with parameters of their own, parents before children, in the order of registration.
    private static IEnumerable<(string Name, Tensor[] Parameters)> Owners(string name, nn.Module module)
    {
        Tensor[] own = [.. module.named_parameters(recurse: false).Select(entry => entry.parameter)];
        if (own.Length > 0) yield return (name, own);
        foreach ((string child, nn.Module part) in module.named_children())
            foreach ((string, Tensor[]) owner in Owners(name.Length == 0 ? child : $"{name}.{child}", part)) yield return owner;
    }

    private static void Randomise(Tensor parameter, Generator random)
    {
        using var scope = NewDisposeScope();
        double deviation = parameter.numel() > 1 ? parameter.std().to(ScalarType.Float64).item<double>() : 0;
        // Numbers that are all the same, as after a fresh start, have no deviation of their own.
        if (!(deviation > 0)) deviation = 0.1;
        Tensor noise = randn(parameter.shape, dtype: parameter.dtype, generator: random).to(parameter.device);
        parameter.copy_(parameter.mean() + deviation * noise);
    }

    private static float[,] Magnitudes(float[,] map)
    {
        var sizes = new float[map.GetLength(0), map.GetLength(1)];
        for (int y = 0; y < sizes.GetLength(0); y++)
            for (int x = 0; x < sizes.GetLength(1); x++) sizes[y, x] = Math.Abs(map[y, x]);
        return sizes;
    }
}
