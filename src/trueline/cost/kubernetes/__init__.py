"""What Kubernetes objects cost: what pods request at the price of the nodes, volumes, load balancers.

The objects of one unit are seen together. A plain manifest file is a unit of its own: an autoscaler or a LimitRange in
another file is not seen there. What Kustomize and Helm render is one unit and holds all.
"""
