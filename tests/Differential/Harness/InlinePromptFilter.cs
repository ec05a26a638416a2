namespace Differential.Harness;

/// <summary>A filter around the rendering of prompts, written where it is used.</summary>
public sealed class InlinePromptFilter(Func<PromptRenderContext, Func<PromptRenderContext, Task>, Task> body) : IPromptRenderFilter
{
    public Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next) => body(context, next);
}
