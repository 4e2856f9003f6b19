using Ucam.Uncertainty;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>
/// A model, its other inputs and its dropout, as a function of the explained input alone. M = n·B inputs are n copies of the batch one
/// after another; with T passes the model sees T·M rows and gives (T,M,…).
/// </summary>
internal sealed class ModelRunner(ExplainedModel model, Tensor[] others, long batch, Thinning? thinning)
{
    /// <summary>T.</summary>
    public int Passes => thinning?.Passes ?? 1;

    /// <summary>The attention (B,P,A) of the last pass, if the model gives any; moved to the scope of the call.</summary>
    public Tensor? Attention { get; private set; }

    /// <summary>The feature map that the model gave in the last pass beside its scores, if any; moved to the scope of the call.</summary>
    public Tensor? Activation { get; private set; }

    /// <summary>The attention matrices of the last pass's layers, if the model gives any; moved to the scope of the call.</summary>
    public IReadOnlyList<Tensor> LayerAttentions { get; private set; } = [];

    /// <summary>The attention at every hop of the last pass, if the model gives it; moved to the scope of the call.</summary>
    public AttentionHops? Hops { get; private set; }

    /// <summary>Outputs (T,M,…) of inputs (M,…).</summary>
    public Tensor Run(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        long times = Passes * (inputs.shape[0] / batch);
        Tensor[] all = [Repeat(inputs, Passes), .. others.Select(other => Repeat(other, times))];
        ModelOutput output = Forward(all);
        Tensor scores = output.Scores;
        if (scores.dim() < 1 || scores.shape[0] != all[0].shape[0])
            throw new UcamException($"The model's output has shape ({string.Join(',', scores.shape)}) for a batch of "
                + $"{all[0].shape[0]}; its first dimension must be the batch.");
        TensorCheck.Finite(scores, "The model's output");
        Attention = output.Attention?.MoveToOuterDisposeScope();
        Activation = output.Activation?.MoveToOuterDisposeScope();
        LayerAttentions = [.. (output.LayerAttentions ?? []).Select(matrix => matrix.MoveToOuterDisposeScope())];
        Hops = output.Hops?.MoveToOuterDisposeScope();
        // A view of the model's output is enough where there is one pass.
        return scores.reshape([Passes, inputs.shape[0], .. scores.shape[1..]]).MoveToOuterDisposeScope();
    }

    private ModelOutput Forward(Tensor[] inputs)
    {
        if (thinning is null) return model.Forward(inputs, null);
        var sites = new List<DropoutSites>();
        try
        {
            foreach ((_, nn.Module module) in model.Parts) sites.Add(new DropoutSites(module, thinning.SeedOf(sites.Count), thinning.Passes));
            using var generator = new Generator(thinning.SeedOf(sites.Count));
            foreach (DropoutSites site in sites) site.Begin();
            ModelOutput output = model.Forward(inputs, generator);
            if (!model.DrawsDropout && !sites.Exists(site => site.Used))
                throw new UcamException("No Dropout layer ran, so every pass would be the same; explain a model that has Dropout parts and runs "
                    + "them by call, not by forward, or set Passes to 1.");
            return output;
        }
        finally
        {
            foreach (DropoutSites site in sites) site.Dispose();
        }
    }

    private static Tensor Repeat(Tensor tensor, long times)
    {
        // A view, since the model's own outputs are moved between scopes and the caller's input must not be.
        if (times == 1) return tensor.alias();
        long[] repeats = new long[tensor.dim()];
        Array.Fill(repeats, 1);
        repeats[0] = times;
        return tensor.repeat(repeats);
    }
}
