using Ucam.Explanations.Methods;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Methods;

/// <summary>Evidence maps of a model without an attention: at a layer.</summary>
public sealed class EvidenceMapTests
{
    [Fact]
    public void At_a_layer_it_is_the_activation_times_the_gradient_of_log_p_summed_over_channels()
    {
        using var scope = NewDisposeScope();
        using Cnn cnn = SeededNets.Cnn();
        cnn.eval();
        Tensor picture = SeededNets.Picture(2, batch: 2);
        using Explainer explain = new(cnn, "features.conv2");
        GradientEvidence evidence = Ucam.Certainty.Signals.LayerEvidence.Of(cnn, picture, "features.conv2", cnn.call(picture).argmax(1));
        foreach ((EvidenceForm form, Tensor expected) in new[] { (EvidenceForm.For, evidence.Answer.relu()),
            (EvidenceForm.Against, evidence.Answer.neg().relu()), (EvidenceForm.Doubt, evidence.Doubt.relu()) })
        {
            double[][] maps = explain.Explain([new EvidenceMap(form)], [picture], cancellation: SeededNets.Stop)[0].Values();
            for (int b = 0; b < 2; b++) maps[b].ShouldBeNear(expected[b].Numbers(), 1e-6);
        }
    }

    [Fact]
    public void For_a_linear_model_it_is_the_input_times_the_weight_less_the_mean_weight()
    {
        // log p(k) of logits W x: ∂/∂x = w_k − Σ_j p_j w_j.
        using var scope = NewDisposeScope();
        Tensor weight = Tensors.Normal(1, 3, 4).to(ScalarType.Float64);
        using LinearModel model = SeededNets.Linear(weight);
        Tensor picture = Tensors.Normal(2, 1, 1, 3, 4).to(ScalarType.Float64);
        using Explainer explain = new(model);
        double[] evidence = explain.Explain([new EvidenceMap(EvidenceForm.For)], [picture], cancellation: SeededNets.Stop)[0].Values()[0];
        Tensor logits = model.call(picture);
        double[] p = logits.softmax(1).Numbers();
        int k = p[0] > p[1] ? 0 : 1;
        // Class 1's weight is −2 times class 0's.
        double[] factor = [1, -2];
        double mean = p[0] * factor[0] + p[1] * factor[1];
        evidence.ShouldBeNear((picture[0, 0] * weight * (factor[k] - mean)).relu().Numbers(), 1e-6);
    }
}
