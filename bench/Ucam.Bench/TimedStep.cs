using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>A training step of a head with its own optimiser and randomness.</summary>
internal sealed class TimedStep(Saaa head, VarianceHead variance, HeadRecipe recipe) : IDisposable
{
    private readonly HeadStep _step = new(head, variance, recipe);
    private readonly optim.Optimizer _optimiser = optim.Adam([.. head.parameters(), .. variance.parameters()], 1e-5);
    private readonly Generator _dropout = new(1), _noise = new(2);

    public void Run(Tensor features, QuestionBatch questions)
    {
        using var scope = NewDisposeScope();
        _optimiser.zero_grad();
        _step.Backward(features, questions, _dropout, _noise, 1);
        _optimiser.step();
    }

    public void Dispose()
    {
        _step.Dispose();
        _optimiser.Dispose();
        _dropout.Dispose();
        _noise.Dispose();
    }
}
